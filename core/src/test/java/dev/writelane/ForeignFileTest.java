package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other programs wrote is read back right, and values of every type survive a round trip. */
class ForeignFileTest extends DatabaseTest {
    /** Made by the sqlite3 program, version 3.40.1, from this script. */
    private static final String CHECKED_IN = "made-by-sqlite3.db";

    private static final String BY_SQLITE3 = """
            CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT, born DATE, seen DATETIME, at TIME,
                julian REAL, balance DECIMAL(10,2), active BOOLEAN, photo BLOB, note);
            INSERT INTO person VALUES (1, 'Zoë 🎫', '1985-10-26', '2024-02-29 13:14:15', '01:21:00',
                julianday('2024-02-29 13:14:15'), 12.50, 1, x'00ff10', 'text');
            INSERT INTO person VALUES (2, '', '1900-01-01', '2024-02-29T13:14:15.678Z', '23:59:59.999',
                julianday('1969-12-31 23:59:59'), -3, 0, x'', 3.25);
            INSERT INTO person VALUES (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
            CREATE VIEW active AS SELECT * FROM person WHERE active;
            """;

    @Test
    void aDatabaseOfTheSqlite3ProgramIsReadRight() throws Exception {
        Process process;
        try {
            process = new ProcessBuilder("sqlite3", file().toString()).start();
        } catch (java.io.IOException notInstalled) {
            Assumptions.abort("skipped: the program sqlite3 is not installed (" + notInstalled.getMessage() + ")");
            return;
        }
        process.getOutputStream().write(BY_SQLITE3.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertPersonsAreReadRight();
    }

    @Test
    void aCheckedInDatabaseOfTheSqlite3ProgramIsReadRight() throws Exception {
        try (InputStream checkedIn = getClass().getResourceAsStream(CHECKED_IN)) {
            Files.copy(checkedIn, file());
        }
        assertPersonsAreReadRight();
    }

    private void assertPersonsAreReadRight() throws SQLException {
        open();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM person ORDER BY id")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("name")).isEqualTo("Zoë 🎫");
            assertThat(rows.getObject("born", LocalDate.class)).isEqualTo("1985-10-26");
            assertThat(rows.getDate("born")).isEqualTo(Date.valueOf("1985-10-26"));
            assertThat(rows.getObject("seen", LocalDateTime.class)).isEqualTo("2024-02-29T13:14:15");
            assertThat(rows.getTimestamp("seen")).isEqualTo(Timestamp.valueOf("2024-02-29 13:14:15"));
            assertThat(rows.getObject("seen", Instant.class)).isEqualTo("2024-02-29T13:14:15Z");
            assertThat(rows.getObject("at", LocalTime.class)).isEqualTo("01:21:00");
            assertThat(rows.getObject("julian", Instant.class)).isEqualTo("2024-02-29T13:14:15Z");
            assertThat(rows.getBigDecimal("balance")).isEqualByComparingTo("12.50");
            assertThat(rows.getBoolean("active")).isTrue();
            assertThat(rows.getBytes("photo")).containsExactly(0x00, 0xff, 0x10);
            assertThat(rows.getObject("note")).isEqualTo("text");

            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("name")).isEmpty();
            assertThat(rows.getObject("born", LocalDate.class)).isEqualTo("1900-01-01");
            assertThat(rows.getObject("seen", Instant.class)).isEqualTo("2024-02-29T13:14:15.678Z");
            assertThat(rows.getObject("at", LocalTime.class)).isEqualTo("23:59:59.999");
            assertThat(rows.getObject("julian", Instant.class)).isEqualTo("1969-12-31T23:59:59Z");
            assertThat(rows.getBigDecimal("balance")).isEqualByComparingTo("-3");
            assertThat(rows.getBoolean("active")).isFalse();
            assertThat(rows.getBytes("photo")).isEmpty();
            assertThat(rows.getObject("note")).isEqualTo(3.25);

            assertThat(rows.next()).isTrue();
            for (int column = 2; column <= 10; column++) {
                assertThat(rows.getObject(column)).as("column %s", column).isNull();
                assertThat(rows.wasNull()).isTrue();
            }
            assertThat(rows.getBoolean("active")).isFalse();
            assertThat(rows.wasNull()).isTrue();
            assertThat(rows.next()).isFalse();
        }
        Ask.run(source, "UPDATE person SET name = 'changed' WHERE id = 3");
        assertThat(Ask.number(source, "SELECT count(*) FROM active")).isEqualTo(1);
        assertThat(Ask.text(source, "PRAGMA integrity_check")).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?date_class=TEXT", "?date_class=REAL"})
    void whatTheStockDriverWroteIsReadRight(String dateClass) throws Exception {
        Timestamp timestamp = Timestamp.valueOf("2024-02-29 13:14:15.678");
        Date date = Date.valueOf("1985-10-26");
        Time time = Time.valueOf("01:21:00");
        UUID uuid = new UUID(0x0123456789abcdefL, 0xfedcba9876543210L);
        try (Connection stock = DriverManager.getConnection("jdbc:sqlite:" + file() + dateClass)) {
            try (Statement statement = stock.createStatement()) {
                statement.executeUpdate(
                        "CREATE TABLE t(ts TIMESTAMP, d DATE, tm TIME, n DECIMAL(20,5), b BOOLEAN, u TEXT,"
                                + " s TEXT, x BLOB, l BIGINT, f FLOAT)");
            }
            try (PreparedStatement insert = stock.prepareStatement("INSERT INTO t VALUES (?,?,?,?,?,?,?,?,?,?)")) {
                insert.setTimestamp(1, timestamp);
                insert.setDate(2, date);
                insert.setTime(3, time);
                insert.setBigDecimal(4, new BigDecimal("12345678.12345"));
                insert.setBoolean(5, true);
                insert.setObject(6, uuid.toString());
                insert.setString(7, "Zoë 🎫");
                insert.setBytes(8, new byte[] {1, 0, 2});
                insert.setLong(9, Long.MIN_VALUE);
                insert.setFloat(10, 1.5f);
                insert.executeUpdate();
            }
        }
        open();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM t")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getTimestamp(1)).isEqualTo(timestamp);
            assertThat(row.getObject(1, LocalDateTime.class)).isEqualTo(timestamp.toLocalDateTime());
            assertThat(row.getDate(2)).isEqualTo(date);
            assertThat(row.getObject(2, LocalDate.class)).isEqualTo(date.toLocalDate());
            assertThat(row.getTime(3)).hasToString("01:21:00");
            assertThat(row.getObject(3, LocalTime.class)).isEqualTo("01:21:00");
            assertThat(row.getBigDecimal(4)).isEqualByComparingTo("12345678.12345");
            assertThat(row.getBoolean(5)).isTrue();
            assertThat(row.getObject(6, UUID.class)).isEqualTo(uuid);
            assertThat(row.getString(7)).isEqualTo("Zoë 🎫");
            assertThat(row.getBytes(8)).containsExactly(1, 0, 2);
            assertThat(row.getLong(9)).isEqualTo(Long.MIN_VALUE);
            assertThat(row.getFloat(10)).isEqualTo(1.5f);
        }
    }

    static Stream<Object> values() {
        return Stream.of(
                LocalDate.of(2024, 2, 29),
                LocalDate.of(1, 1, 1),
                LocalTime.of(23, 59, 59, 123_456_789),
                LocalDateTime.of(1969, 12, 31, 23, 59, 59, 1_000_000),
                Instant.parse("2024-02-29T13:14:15.123456Z"),
                Instant.EPOCH,
                OffsetDateTime.of(2024, 2, 29, 13, 14, 15, 0, ZoneOffset.ofHours(-7)),
                Date.valueOf("2024-02-29"),
                Time.valueOf("13:14:15"),
                Timestamp.valueOf("2024-02-29 13:14:15.123"),
                UUID.fromString("01234567-89ab-cdef-fedc-ba9876543210"),
                new BigDecimal("123456789012345678901234567890.123456789"),
                new BigDecimal("0.10"),
                Boolean.TRUE,
                Boolean.FALSE,
                Integer.MIN_VALUE,
                Long.MAX_VALUE,
                Double.MIN_VALUE,
                Double.NEGATIVE_INFINITY,
                "",
                "🎫 emoji, ümläut, 漢字, e\u0301",
                "NUL \u0000 inside\u0000",
                "it's; -- \"quoted\" \\ \n",
                DayOfWeek.FRIDAY);
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesSurviveARoundTrip(Object value) throws Exception {
        open();
        Ask.script(source, "CREATE TABLE t(v)");
        assertRoundTrip(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16le", "UTF-16be"})
    void valuesSurviveARoundTripInAnUtf16Database(String encoding) throws Exception {
        try (Connection stock = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = stock.createStatement()) {
            statement.execute("PRAGMA encoding = '" + encoding + "'");
            statement.executeUpdate("CREATE TABLE t(v); INSERT INTO t VALUES ('by stock: Zoë 🎫')");
        }
        open();
        assertThat(db.status().pragmas()).containsEntry("encoding", encoding);
        assertThat(Ask.text(source, "SELECT v FROM t WHERE v = ?", "by stock: Zoë 🎫"))
                .isEqualTo("by stock: Zoë 🎫");
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT v AS \"zoë\" FROM t");
                ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("zoë")).isEqualTo("by stock: Zoë 🎫");
            assertThat(rows.getBytes(1))
                    .as("text as bytes")
                    .isEqualTo("by stock: Zoë 🎫".getBytes(StandardCharsets.UTF_8));
        }
        for (Object value : values().toList()) {
            Ask.run(source, "DELETE FROM t");
            assertRoundTrip(value);
        }
    }

    private void assertRoundTrip(Object value) throws SQLException {
        Ask.run(source, "INSERT INTO t VALUES (?)", value);
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT v FROM t");
                ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            Object read = rows.getObject(1, value.getClass());
            if (value instanceof BigDecimal decimal) {
                assertThat((BigDecimal) read).isEqualByComparingTo(decimal);
            } else {
                assertThat(read).isEqualTo(value);
            }
            assertThat(rows.next()).isFalse();
        }
        assertThat(Ask.number(source, "SELECT count(*) FROM t WHERE v = ?", value))
                .as("found again by the same parameter")
                .isEqualTo(1);
    }

    @Test
    void aDecimalOfADeclaredScaleKeepsItAndComparesAsANumber() throws Exception {
        open();
        Ask.script(source, "CREATE TABLE price(p DECIMAL(10,2))");
        for (String price : new String[] {"9.90", "10.00", "100.05", "-0.10"}) {
            Ask.run(source, "INSERT INTO price VALUES (?)", new BigDecimal(price));
        }
        try (Connection connection = source.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT p FROM price WHERE p < ? ORDER BY p")) {
            statement.setBigDecimal(1, new BigDecimal("100.00"));
            try (ResultSet rows = statement.executeQuery()) {
                for (String expected : new String[] {"-0.10", "9.90", "10.00"}) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getBigDecimal(1)).isEqualTo(new BigDecimal(expected));
                }
                assertThat(rows.next()).isFalse();
            }
        }
    }

    @Test
    void emptyAndLargeBlobsSurviveARoundTrip() throws Exception {
        int size = 50 << 20;
        byte[] large = new byte[size];
        new Random(20_261_121).nextBytes(large);
        open();
        Ask.script(source, "CREATE TABLE b(id INTEGER PRIMARY KEY, v BLOB)");
        try (Connection connection = source.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO b(v) VALUES (?)")) {
            insert.setBytes(1, new byte[0]);
            insert.executeUpdate();
            insert.setBytes(1, large);
            insert.executeUpdate();
            insert.setBinaryStream(1, new ByteArrayInputStream(large, 0, 1 << 20));
            insert.executeUpdate();
            insert.setBytes(1, null);
            insert.executeUpdate();
        }
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT v, typeof(v) FROM b ORDER BY id")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getBytes(1)).isEmpty();
            assertThat(rows.getString(2)).isEqualTo("blob");
            assertThat(rows.next()).isTrue();
            assertThat(java.util.Arrays.equals(rows.getBytes(1), large))
                    .as("50 MB")
                    .isTrue();
            assertThat(rows.next()).isTrue();
            try (InputStream stream = rows.getBinaryStream(1)) {
                assertThat(stream.readAllBytes()).hasSize(1 << 20);
            }
            assertThat(rows.getBlob(1).length()).isEqualTo(1 << 20);
            assertThat(rows.next()).isTrue();
            assertThat(rows.getBytes(1)).isNull();
            assertThat(rows.wasNull()).isTrue();
        }
    }

    @Test
    void aFileInRollbackJournalModeIsTurnedIntoWalAndKeepsItsData() throws Exception {
        try (Connection stock = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = stock.createStatement()) {
            statement.executeUpdate("PRAGMA journal_mode = DELETE; CREATE TABLE t(v); INSERT INTO t VALUES (7)");
        }
        open();
        assertThat(db.status().pragmas()).containsEntry("journal_mode", "wal");
        assertThat(Ask.number(source, "SELECT v FROM t")).isEqualTo(7);
    }

    @Test
    void aLogLeftBehindByACrashedProcessIsRecovered() throws Exception {
        Path crashed = directory.resolve("crashed.db");
        try (Connection stock = DriverManager.getConnection("jdbc:sqlite:" + crashed);
                Statement statement = stock.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.executeUpdate("CREATE TABLE t(v); INSERT INTO t VALUES (7)");
            // What a kill leaves: the file and its log, without the end that a close writes.
            Files.copy(crashed, file());
            Files.copy(directory.resolve("crashed.db-wal"), directory.resolve("test.db-wal"));
        }
        open();
        assertThat(Ask.number(source, "SELECT v FROM t")).isEqualTo(7);
        assertThat(Ask.text(source, "PRAGMA integrity_check")).isEqualTo("ok");
    }
}
