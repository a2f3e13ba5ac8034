package dev.writelane.internal.jdbc;

import static dev.writelane.internal.jdbc.StoredValuesTest.assertState;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    private static final Place DUE = column -> "column " + column + " (due)";
    private static final String BERLIN = "Europe/Berlin";

    private static @Nullable Object stored(Object value) throws SQLException {
        return Values.toStorage(value, 1);
    }

    private static <T> @Nullable T read(@Nullable Object storage, Class<T> type) throws SQLException {
        return TypedValues.toType(storage, type, Decimals.NO_SCALE, DUE, 1);
    }

    @Test
    void eachTypeHasOneForm() throws Exception {
        Zones.in(BERLIN, () -> {
            LocalDateTime time = LocalDateTime.parse("2026-03-29T14:30:00.120");
            assertThat(stored(time.toLocalDate())).isEqualTo("2026-03-29");
            assertThat(stored(time.toLocalTime())).isEqualTo("14:30:00.12");
            assertThat(stored(time)).isEqualTo("2026-03-29 14:30:00.12");
            assertThat(stored(time.withNano(0))).isEqualTo("2026-03-29 14:30:00");
            assertThat(stored(Timestamp.valueOf(time))).isEqualTo("2026-03-29 12:30:00.120000000Z");
            assertThat(stored(Instant.parse("2026-03-29T12:30:00Z"))).isEqualTo("2026-03-29 12:30:00.000000000Z");
            assertThat(stored(new java.util.Date(0))).isEqualTo("1970-01-01 00:00:00.000000000Z");
            assertThat(stored(time.atZone(ZoneId.of(BERLIN)))).isEqualTo("2026-03-29 14:30:00.120000000+02:00");
            assertThat(stored(OffsetTime.parse("02:30+02:00"))).isEqualTo("02:30:00+02:00");
            assertThat(stored(Date.valueOf("2026-03-29"))).isEqualTo("2026-03-29");
            assertThat(stored(new Time(Time.valueOf("14:30:00").getTime() + 7))).isEqualTo("14:30:00.007");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-29T02:30:00", // does not exist in Berlin
                "2026-10-25T02:30:00", // exists twice
                "0000-01-01T00:00:00",
                "0001-01-01T00:00:00.000000001",
                "1582-10-10T12:00:00",
                "1969-12-31T23:59:59.999999999",
                "9999-12-31T23:59:59.999999999"
            })
    void aLocalDateTimeIsNeverShifted(String text) throws Exception {
        LocalDateTime time = LocalDateTime.parse(text);
        for (String zone : List.of(BERLIN, "America/St_Johns", "Pacific/Apia")) {
            Zones.in(zone, () -> {
                assertThat(read(stored(time), LocalDateTime.class)).isEqualTo(time);
                assertThat(read(stored(time), LocalDate.class)).isEqualTo(time.toLocalDate());
                assertThat(read(stored(time), LocalTime.class)).isEqualTo(time.toLocalTime());
                assertThat(read(stored(time.toLocalDate()), LocalDate.class)).isEqualTo(time.toLocalDate());
                assertThat(read(stored(time.toLocalTime()), LocalTime.class)).isEqualTo(time.toLocalTime());
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-29T03:30:00",
                "2026-10-25T02:30:00.123456789",
                "0001-01-01T00:00:00",
                "1582-10-04T12:00:00",
                "1850-06-01T08:00:00",
                "1969-12-31T23:59:59.999999999",
                "9999-12-31T23:59:59.999999999"
            })
    void aTimestampMadeOfALocalDateTimeGivesItBack(String text) throws Exception {
        LocalDateTime time = LocalDateTime.parse(text);
        for (String zone : List.of(BERLIN, "America/New_York", "UTC")) {
            Zones.in(zone, () -> {
                Timestamp written = Timestamp.valueOf(time);
                Object stored = stored(written);
                Timestamp back = read(stored, Timestamp.class);
                assertThat(back).as("%s in %s", stored, zone).isEqualTo(written);
                assertThat(back.toLocalDateTime()).isEqualTo(time);
                assertThat(read(stored, LocalDateTime.class)).isEqualTo(time);
                assertThat(read(stored, LocalDate.class)).isEqualTo(time.toLocalDate());
            });
        }
    }

    @Test
    void inTheGapATimestampIsWhatJavaMakesOfIt() throws Exception {
        Zones.in(BERLIN, () -> {
            Timestamp written = Timestamp.valueOf("2026-03-29 02:30:00"); // java.sql moves it to 03:30
            assertThat(read(stored(written), Timestamp.class)).isEqualTo(written);
            assertThat(read("2026-03-29 02:30:00", Timestamp.class)).isEqualTo(written);
            assertThat(read("2026-03-29 02:30:00", LocalDateTime.class)).isEqualTo("2026-03-29T02:30:00");
        });
    }

    @Test
    void bothHoursOfAnOverlapStayApart() throws Exception {
        Zones.in(BERLIN, () -> {
            for (Instant instant :
                    List.of(Instant.parse("2026-10-25T00:30:00Z"), Instant.parse("2026-10-25T01:30:00Z"))) {
                Timestamp written = Timestamp.from(instant);
                assertThat(read(stored(written), Timestamp.class)).isEqualTo(written);
                assertThat(read(stored(written), Instant.class)).isEqualTo(instant);
                assertThat(read(stored(written), LocalDateTime.class)).isEqualTo("2026-10-25T02:30:00");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000-01-01T00:00:00Z",
                "0001-01-01T00:00:00.000000001Z",
                "1969-12-31T23:59:59.999999999Z",
                "1970-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999999999Z"
            })
    void anInstantIsExactToTheNanosecond(String text) throws Exception {
        Instant instant = Instant.parse(text);
        assertThat(read(stored(instant), Instant.class)).isEqualTo(instant);
        assertThat(read(stored(instant), OffsetDateTime.class).toInstant()).isEqualTo(instant);
        assertThat(stored(instant)).isEqualTo(stored(OffsetDateTime.parse(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-29T02:30:00+02:00", "2026-03-29T02:30:00.5-03:30", "1880-01-01T00:00:00+00:53:28"})
    void anOffsetIsKept(String text) throws SQLException {
        OffsetDateTime time = OffsetDateTime.parse(text);
        assertThat(read(stored(time), OffsetDateTime.class)).isEqualTo(time);
        assertThat(read(stored(time), ZonedDateTime.class).toOffsetDateTime()).isEqualTo(time);
        assertThat(read(stored(time), Instant.class)).isEqualTo(time.toInstant());
        assertThat(read(stored(time.toOffsetTime()), OffsetTime.class)).isEqualTo(time.toOffsetTime());
    }

    @Test
    void theOrderOfTheTextIsTheOrderOfTime() throws SQLException {
        Instant[] instants = {
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("1969-12-31T23:59:59.9Z"),
            Instant.parse("1970-01-01T00:00:00Z"),
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-01-01T00:00:00.000000001Z"),
            Instant.parse("2026-01-01T00:00:00.1Z"),
            Instant.parse("2026-01-01T00:00:01Z")
        };
        for (int i = 1; i < instants.length; i++) {
            assertThat((String) stored(instants[i])).isGreaterThan((String) stored(instants[i - 1]));
            LocalDateTime earlier = LocalDateTime.ofInstant(instants[i - 1], ZoneId.of("UTC"));
            LocalDateTime later = LocalDateTime.ofInstant(instants[i], ZoneId.of("UTC"));
            assertThat((String) stored(later)).isGreaterThan((String) stored(earlier));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-28, 2026-03-28T00:00",
        "2026-03-28 14:30, 2026-03-28T14:30",
        "2026-03-28T14:30, 2026-03-28T14:30",
        "2026-03-28t14:30:15, 2026-03-28T14:30:15",
        "2026-03-28 14:30:15.5, 2026-03-28T14:30:15.500",
        "2026-03-28T14:30:15.1234567891, 2026-03-28T14:30:15.123456789",
        "2026-03-28 14:30:15Z, 2026-03-28T15:30:15",
        "2026-03-28 14:30:15 Z, 2026-03-28T15:30:15",
        "2026-03-28T14:30+02, 2026-03-28T13:30",
        "2026-03-28T14:30-0330, 2026-03-28T19:00",
        "2026-03-28 14:30:15 +01:00, 2026-03-28T14:30:15",
        "2026-03-28T14:30:15+02:00[Europe/Helsinki], 2026-03-28T13:30:15",
        "1774704615000, 2026-03-28T14:30:15",
        "14:30, 1970-01-01T14:30"
    })
    void theCommonFormsAreRead(String text, String expected) throws Exception {
        Zones.in(BERLIN, () -> {
            LocalDateTime time = LocalDateTime.parse(expected);
            assertThat(read(text, LocalDateTime.class)).isEqualTo(time);
            assertThat(read(text, Timestamp.class)).isEqualTo(Timestamp.valueOf(time));
        });
    }

    @Test
    void numbersAreMillisecondsOrJulianDaysInUtc() throws Exception {
        Zones.in(BERLIN, () -> {
            Instant instant = Instant.parse("2026-03-28T13:30:15.250Z");
            for (Object storage : new Object[] {instant.toEpochMilli(), (double) instant.toEpochMilli()}) {
                assertThat(read(storage, Instant.class)).isEqualTo(instant);
                assertThat(read(storage, LocalDateTime.class)).isEqualTo("2026-03-28T14:30:15.250");
                assertThat(read(storage, LocalDate.class)).isEqualTo("2026-03-28");
                assertThat(read(storage, Time.class).toLocalTime()).isEqualTo("14:30:15");
            }
            assertThat(read(2440587.5, Instant.class)).isEqualTo(Instant.EPOCH);
            assertThat(read(-1L, Instant.class)).isEqualTo(Instant.parse("1969-12-31T23:59:59.999Z"));
            assertThat(read(-1L, Timestamp.class)).isEqualTo(new Timestamp(-1));
        });
    }

    @Test
    void textWithoutAZoneIsUtcForInstantsAndTheWallClockForTimestamps() throws Exception {
        Zones.in(BERLIN, () -> {
            String now = "2026-07-01 12:00:00"; // as CURRENT_TIMESTAMP writes it
            assertThat(read(now, Instant.class)).isEqualTo(Instant.parse("2026-07-01T12:00:00Z"));
            assertThat(read(now, OffsetDateTime.class)).isEqualTo(OffsetDateTime.parse("2026-07-01T12:00Z"));
            assertThat(read(now, Timestamp.class)).isEqualTo(Timestamp.valueOf(now));
            assertThat(read(now, LocalDateTime.class)).isEqualTo("2026-07-01T12:00:00");
        });
    }

    @Test
    void aCalendarReplacesTheDefaultZone() throws Exception {
        Zones.in(BERLIN, () -> {
            Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
            long before = tokyo.getTimeInMillis();
            Instant instant = Instant.parse("2026-07-01T20:00:00.123456789Z"); // already July 2 in Tokyo

            assertThat(Times.toTimestamp("2026-07-02 05:00:00.123456789", tokyo, DUE, 1))
                    .isEqualTo(Timestamp.from(instant));
            assertThat(Times.toTimestamp(stored(instant), tokyo, DUE, 1)).isEqualTo(Timestamp.from(instant));
            assertThat(Times.text(new Date(instant.toEpochMilli()), tokyo, 1)).isEqualTo("2026-07-02");
            assertThat(Times.text(new Time(instant.toEpochMilli()), tokyo)).isEqualTo("05:00:00.123");
            Date day = Times.toDate("2026-07-02", tokyo, DUE, 1);
            assertThat(day.getTime())
                    .isEqualTo(Instant.parse("2026-07-01T15:00:00Z").toEpochMilli());
            assertThat(Times.toDate(stored(instant), tokyo, DUE, 1)).isEqualTo(day);
            assertThat(Times.toTime("05:00:00.123", tokyo, DUE, 1).getTime())
                    .isEqualTo(Instant.parse("1969-12-31T20:00:00.123Z").toEpochMilli());
            assertThat(tokyo.getTimeInMillis()).isEqualTo(before);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01", "1582-10-04", "1893-03-31", "1980-04-06", "2026-03-29", "9999-12-31"})
    void aSqlDateIsADayInEveryZone(String day) throws Exception {
        for (String zone : List.of(BERLIN, "America/Sao_Paulo", "Pacific/Kiritimati")) {
            Zones.in(zone, () -> {
                Date date = Date.valueOf(day);
                assertThat(stored(date)).isEqualTo(day);
                assertThat(read(day, Date.class)).isEqualTo(date);
                assertThat(read(date.getTime(), Date.class)).isEqualTo(date); // as the stock driver stores it
                assertThat(read(date.getTime(), LocalDate.class)).isEqualTo(day);
            });
        }
    }

    @Test
    void aSqlTimeKeepsItsMilliseconds() throws Exception {
        Zones.in(BERLIN, () -> {
            Time time = new Time(Time.valueOf("23:59:59").getTime() + 999);
            assertThat(read(stored(time), Time.class)).isEqualTo(time);
            assertThat(read(stored(time), LocalTime.class)).isEqualTo("23:59:59.999");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "2026-13-01",
                "2026-02-30",
                "2026-1-1",
                "01.02.2026",
                "2026-01-01 25:00",
                "2026-01-01T",
                "2026-01-01 10:00:00.",
                "2026-01-01 10:00 CET",
                "2026-01-01 10:00:00Z[x",
                "2026-01-01 10:00:00+25:00"
            })
    void textThatIsNoTimeIsAnErrorThatNamesItsColumn(String text) {
        assertState(() -> read(text, LocalDateTime.class), "22007", "column 1 (due)", "TEXT of " + text.length());
        assertState(() -> read(text, Timestamp.class), "22007");
        assertState(() -> read(text, Instant.class), "22007");
    }

    @Test
    void aPartThatIsNotThereIsAnError() {
        assertState(() -> read("2026-01-01", LocalTime.class), "22007", "no time");
        assertState(() -> read("10:00", LocalDate.class), "22007", "no date");
        assertState(() -> read(new byte[3], Instant.class), "22007", "BLOB");
        assertState(() -> read(Double.NaN, Instant.class), "22007");
        assertState(() -> read(1e300, Instant.class), "22007");
    }

    @Test
    void yearsThatSqliteDoesNotKnowAreRefused() {
        assertState(() -> stored(LocalDate.of(10_000, 1, 1)), "22008", "parameter 1", "0 to 9999");
        assertState(() -> stored(LocalDate.of(-1, 12, 31)), "22008");
        assertState(() -> stored(LocalDateTime.MAX), "22008");
        assertState(() -> stored(Instant.MAX), "22008");
        assertState(() -> stored(Instant.MIN), "22008");
        assertState(() -> stored(OffsetDateTime.MIN), "22008");
        assertState(() -> stored(new Timestamp(Long.MAX_VALUE)), "22008");
        assertState(() -> stored(new Timestamp(Long.MIN_VALUE)), "22008");
        assertState(() -> stored(new java.util.Date(Long.MAX_VALUE)), "22008");
    }
}
