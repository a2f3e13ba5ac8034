package dev.writelane.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What SQLite makes of the kit's values, and the kit of what the stock driver stored. */
class InSqliteTest {
    private Connection sqlite;

    @BeforeEach
    void open() throws SQLException {
        sqlite = DriverManager.getConnection("jdbc:sqlite::memory:");
    }

    @AfterEach
    void close() throws SQLException {
        sqlite.close();
    }

    private @Nullable Object ask(String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = sqlite.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                assertThat(result.next()).isTrue();
                Object value = result.getObject(1);
                return value instanceof Integer small ? (Object) small.longValue() : value;
            }
        }
    }

    private static @Nullable Object stored(Object value) throws SQLException {
        return Values.toStorage(value, 1);
    }

    private static <T> @Nullable T read(@Nullable Object storage, Class<T> type) throws SQLException {
        return TypedValues.toType(storage, type, Decimals.NO_SCALE, column -> "column " + column, 1);
    }

    @Test
    void sqlitesDateFunctionsUnderstandEveryForm() throws Exception {
        Instant instant = Instant.parse("2026-03-29T12:30:15.123456789Z");
        assertThat(ask("select datetime(?)", stored(instant))).isEqualTo("2026-03-29 12:30:15");
        assertThat(ask("select strftime('%f', ?)", stored(instant))).isEqualTo("15.123");
        assertThat(ask("select unixepoch(?)", stored(instant))).isEqualTo(instant.getEpochSecond());
        OffsetDateTime offset = OffsetDateTime.parse("2026-03-29T14:30:15+02:00");
        assertThat(ask("select datetime(?)", stored(offset))).isEqualTo("2026-03-29 12:30:15");
        LocalDateTime local = LocalDateTime.parse("2026-03-29T14:30:15.5");
        assertThat(ask("select datetime(?)", stored(local))).isEqualTo("2026-03-29 14:30:15");
        assertThat(ask("select date(?, '+1 day')", stored(local.toLocalDate()))).isEqualTo("2026-03-30");
        assertThat(ask("select time(?)", stored(local.toLocalTime()))).isEqualTo("14:30:15");
        assertThat(ask("select datetime(?)", stored(Instant.parse("9999-12-31T23:59:59.9Z"))))
                .isNotNull();
    }

    @Test
    void anInstantComparesWithCurrentTimestamp() throws Exception {
        Instant now = Instant.now();
        String sql = "select case when ? < current_timestamp then -1 when ? > current_timestamp then 1 else 0 end";
        Object before = stored(now.minus(1, ChronoUnit.HOURS));
        Object after = stored(now.plus(1, ChronoUnit.HOURS));
        assertThat(ask(sql, before, before)).isEqualTo(-1L);
        assertThat(ask(sql, after, after)).isEqualTo(1L);
        assertThat(read(ask("select current_timestamp"), Instant.class))
                .isBetween(now.truncatedTo(ChronoUnit.SECONDS).minusSeconds(1), now.plusSeconds(60));
    }

    @Test
    void julianDaysAndEpochsOfSqliteAreRead() throws Exception {
        Instant instant = Instant.parse("2026-03-29T12:30:15.123Z");
        assertThat(read(ask("select julianday(?)", stored(instant)), Instant.class))
                .isBetween(instant.minusMillis(1), instant.plusMillis(1));
        assertThat(read(ask("select unixepoch(?) * 1000", stored(instant)), Instant.class))
                .isEqualTo(instant.truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void whatTheStockDriverWroteIsReadBack() throws Exception {
        Zones.in("Europe/Berlin", () -> {
            LocalDateTime local = LocalDateTime.parse("2026-07-01T14:30:15.123456789");
            Timestamp timestamp = Timestamp.valueOf(local.truncatedTo(ChronoUnit.MILLIS)); // all that it keeps
            Instant instant = local.atZone(ZoneId.systemDefault()).toInstant();
            assertThat(read(ask("select ?", timestamp), Timestamp.class)).isEqualTo(timestamp);
            assertThat(read(ask("select ?", timestamp), LocalDateTime.class)).isEqualTo(timestamp.toLocalDateTime());
            assertThat(read(ask("select ?", Date.valueOf("1893-03-31")), Date.class))
                    .isEqualTo("1893-03-31");
            assertThat(read(ask("select ?", Date.valueOf("2026-07-01")), LocalDate.class))
                    .isEqualTo("2026-07-01");
            assertThat(read(ask("select ?", Time.valueOf("23:59:59")), Time.class))
                    .isEqualTo(Time.valueOf("23:59:59"));
            assertThat(read(ask("select ?", local), LocalDateTime.class)).isEqualTo(local);
            assertThat(read(ask("select ?", local.withSecond(0).withNano(0)), LocalDateTime.class))
                    .isEqualTo(local.withSecond(0).withNano(0));
            assertThat(read(ask("select ?", local), Timestamp.class)).isEqualTo(Timestamp.valueOf(local));
            assertThat(read(ask("select ?", instant), Instant.class)).isEqualTo(instant);
            assertThat(read(ask("select ?", local.toLocalDate()), LocalDate.class))
                    .isEqualTo(local.toLocalDate());
            ZonedDateTime zoned = local.atZone(ZoneId.of("America/New_York"));
            assertThat(read(ask("select ?", zoned), OffsetDateTime.class)).isEqualTo(zoned.toOffsetDateTime());
            assertThat(read(ask("select ?", zoned.toOffsetDateTime()), OffsetDateTime.class))
                    .isEqualTo(zoned.toOffsetDateTime());
            UUID id = UUID.randomUUID();
            assertThat(read(ask("select ?", id), UUID.class)).isEqualTo(id);
            assertThat(read(ask("select ?", new BigDecimal("12.50")), BigDecimal.class))
                    .isEqualTo("12.50");
            assertThat(read(ask("select ?", 0.1f), Float.class)).isEqualTo(0.1f);
            assertThat(read(ask("select ?", true), Boolean.class)).isTrue();
        });
    }

    @Test
    void aTimestampOfTheStockDriverInATextColumnIsReadBack() throws Exception {
        sqlite.createStatement().execute("create table t (at varchar(30), at_real real)");
        Timestamp timestamp = Timestamp.valueOf("2026-07-01 14:30:15.123");
        ask("insert into t values (?, ?) returning 1", timestamp, timestamp);
        assertThat(read(ask("select at from t"), Timestamp.class)).isEqualTo(timestamp);
        assertThat(read(ask("select at_real from t"), Timestamp.class)).isEqualTo(timestamp);
    }

    @Test
    void decimalsCompareAsNumbers() throws Exception {
        Object nine = stored(new BigDecimal("9.50"));
        Object ten = stored(new BigDecimal("10.25"));
        assertThat(ask("select ? < ?", nine, ten)).isEqualTo(1L);
        sqlite.createStatement().execute("create table t (price decimal(30,20), exact text)");
        Object long_ = stored(new BigDecimal("0.12345678901234567890"));
        ask("insert into t values (?, ?) returning 1", long_, long_);
        assertThat(read(ask("select exact from t"), BigDecimal.class)).isEqualByComparingTo("0.12345678901234567890");
        // a column of NUMERIC affinity keeps no more than a double: documented in Decimals
        assertThat(ask("select typeof(price) from t")).isEqualTo("real");
    }

    @Test
    void aFloatEqualsItsDecimalInSql() throws Exception {
        assertThat(ask("select ? = 0.1", stored(0.1f))).isEqualTo(1L);
    }
}
