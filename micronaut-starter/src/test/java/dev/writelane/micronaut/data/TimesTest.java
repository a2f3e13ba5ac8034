package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.SqliteDatabase;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** java.time to the nanosecond; with IsoText to the letter. The default zone has an hour that does not exist. */
class TimesTest extends DataTest {
    private static final Instant INSTANT = Instant.parse("2026-11-21T06:30:00.123456789Z");
    private static final OffsetDateTime OFFSET = OffsetDateTime.parse("2026-03-29T02:30:00.123456789+05:00");

    private final TimeZone zone = TimeZone.getDefault();

    @BeforeEach
    void inBerlin() {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    }

    @AfterEach
    void atHome() {
        TimeZone.setDefault(zone);
    }

    private static Moments moments(Instant instant) {
        return new Moments(
                null,
                instant,
                LocalDateTime.parse("2026-07-01T12:00:00.123456789"),
                LocalDate.parse("2026-03-29"),
                LocalTime.parse("12:30:00.123456789"),
                OFFSET,
                OFFSET.toZonedDateTime(),
                Duration.ofSeconds(5, 1),
                Period.of(1, 2, 3));
    }

    @Test
    void momentsKeepTheirNanoseconds() {
        MomentsRepository repository = bean(MomentsRepository.class);
        Moments saved = repository.save(moments(INSTANT));
        Moments found = repository.findById(saved.id()).orElseThrow();
        assertThat(found.instant()).isEqualTo(saved.instant());
        assertThat(found.localDateTime()).isEqualTo(saved.localDateTime());
        assertThat(found.localDate()).isEqualTo(saved.localDate());
        assertThat(found.localTime()).isEqualTo(saved.localTime());
        assertThat(found.offsetDateTime().toInstant()).isEqualTo(OFFSET.toInstant());
        assertThat(found.zonedDateTime().toInstant()).isEqualTo(OFFSET.toInstant());
        assertThat(found.duration()).isEqualTo(saved.duration());
        assertThat(found.period()).isEqualTo(saved.period());
    }

    @Test
    void momentsCompareAsTime() {
        MomentsRepository repository = bean(MomentsRepository.class);
        repository.save(moments(INSTANT));
        repository.save(moments(INSTANT.plusNanos(1)));
        repository.save(moments(INSTANT.plusSeconds(1).truncatedTo(java.time.temporal.ChronoUnit.SECONDS)));
        assertThat(repository.findByInstantAfterOrderByInstant(INSTANT)).hasSize(2);
        assertThat(repository.findByInstantBetween(INSTANT, INSTANT.plusNanos(1)))
                .hasSize(2);
    }

    @Test
    void isoTextKeepsClocksOffsetsAndZones() {
        ClocksRepository repository = bean(ClocksRepository.class);
        Clocks saved = repository.save(new Clocks(
                null,
                LocalDateTime.parse("2026-03-29T02:30:00.123456789"), // skipped in Berlin
                LocalTime.parse("02:30:00.000000001"),
                OFFSET,
                OffsetTime.parse("23:59:59.999999999-18:00"),
                ZonedDateTime.parse("2026-10-25T02:30:00.5+01:00[Europe/Berlin]"), // the later of two
                Year.of(2026),
                YearMonth.of(2026, 2),
                MonthDay.of(2, 29)));
        assertThat(repository.findById(saved.id())).contains(saved);
        assertThat(repository.findByLocalDateTimeBefore(LocalDateTime.parse("2026-03-29T02:30:01")))
                .hasSize(1);
        assertThat(repository.findByLocalDateTimeBefore(LocalDateTime.parse("2026-03-29T02:30")))
                .isEmpty();
    }

    @Test
    void isoTextReadsWhatSqliteWritesAndNamesWhatItCannotRead() throws Exception {
        ClocksRepository repository = bean(ClocksRepository.class);
        LocalDateTime time = LocalDateTime.parse("2026-03-29T02:30:00");
        Clocks saved = repository.save(new Clocks(null, time, null, null, null, null, null, null, null));
        bean(SqliteDatabase.class).write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(
                        "UPDATE clocks SET local_date_time = datetime(local_date_time, '1 day')");
            }
        });
        assertThat(repository.findById(saved.id()))
                .get()
                .extracting(Clocks::localDateTime)
                .isEqualTo(time.plusDays(1));
        bean(SqliteDatabase.class).write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("UPDATE clocks SET local_date_time = 'noon'");
            }
        });
        assertThatThrownBy(() -> repository.findById(saved.id()))
                .hasStackTraceContaining("The TEXT 'noon' is no java.time.LocalDateTime");
    }
}
