package dev.writelane.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import dev.writelane.Synchronous;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes in comes out: random values of every type through its setter, read by its getter, as the kit reads it and, where the stock
 * driver has the type, as that reads the same row.
 */
@Tag("attack")
@Timeout(600)
class ValuesFuzzTest {
    private static final int BATCH = 500;
    private static final long[] EDGES = {
        0,
        1,
        -1,
        127,
        128,
        -128,
        -129,
        255,
        32767,
        32768,
        -32769,
        8388607,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 31,
        1L << 47,
        (1L << 53) - 1,
        1L << 53,
        (1L << 53) + 1,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MAX_VALUE - 1
    };
    private static final double[] REAL_EDGES = {
        0.0,
        1,
        -1,
        0.1,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        1e15,
        1e16,
        0x1p53,
        0x1p63,
        -0x1p63,
        0x1p64,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Float.MAX_VALUE,
        Float.MIN_VALUE,
        4.35,
        1.0 / 3
    };

    @TempDir
    Path directory;

    private interface Setter {
        void set(PreparedStatement statement, Object value) throws SQLException;
    }

    private interface Getter {
        Object get(ResultSet rows) throws SQLException;
    }

    private interface Maker {
        Object make(SplittableRandom random);
    }

    /** @param stock how the stock driver reads it; null where it cannot */
    private record Kind(String name, Maker maker, Setter setter, Getter getter, Getter stock) {}

    private static Kind both(String name, Maker maker, Setter setter, Getter getter) {
        return new Kind(name, maker, setter, getter, getter);
    }

    private static Kind object(Class<?> type, Maker maker) {
        return new Kind(type.getSimpleName(), maker, (s, v) -> s.setObject(1, v), r -> r.getObject(1, type), null);
    }

    private static final List<Kind> KINDS = List.of(
            both("long", ValuesFuzzTest::number, (s, v) -> s.setLong(1, (Long) v), r -> r.getLong(1)),
            both("int", r -> (int) number(r), (s, v) -> s.setInt(1, (Integer) v), r -> r.getInt(1)),
            both("short", r -> (short) number(r), (s, v) -> s.setShort(1, (Short) v), r -> r.getShort(1)),
            both("byte", r -> (byte) number(r), (s, v) -> s.setByte(1, (Byte) v), r -> r.getByte(1)),
            both(
                    "boolean",
                    SplittableRandom::nextBoolean,
                    (s, v) -> s.setBoolean(1, (Boolean) v),
                    r -> r.getBoolean(1)),
            both("double", ValuesFuzzTest::real, (s, v) -> s.setDouble(1, (Double) v), r -> r.getDouble(1)),
            both("float", ValuesFuzzTest::narrow, (s, v) -> s.setFloat(1, (Float) v), r -> r.getFloat(1)),
            both("String", ValuesFuzzTest::text, (s, v) -> s.setString(1, (String) v), r -> r.getString(1)),
            both("byte[]", ValuesFuzzTest::bytes, (s, v) -> s.setBytes(1, (byte[]) v), r -> r.getBytes(1)),
            new Kind(
                    "BigDecimal",
                    ValuesFuzzTest::decimal,
                    (s, v) -> s.setBigDecimal(1, (BigDecimal) v),
                    r -> r.getBigDecimal(1),
                    null),
            object(
                    BigInteger.class,
                    r -> new BigInteger(r.nextInt(200), new java.util.Random(r.nextLong())).subtract(BigInteger.TEN)),
            object(UUID.class, r -> new UUID(r.nextLong(), r.nextLong())),
            object(LocalDate.class, ValuesFuzzTest::date),
            object(LocalTime.class, ValuesFuzzTest::time),
            object(LocalDateTime.class, r -> LocalDateTime.of(date(r), time(r))),
            object(Instant.class, r -> LocalDateTime.of(date(r), time(r)).toInstant(ZoneOffset.UTC)),
            object(
                    OffsetDateTime.class,
                    r -> OffsetDateTime.of(
                            date(r), time(r), ZoneOffset.ofTotalSeconds(60 * r.nextInt(-18 * 60, 18 * 60 + 1)))),
            object(
                    Timestamp.class,
                    r -> Timestamp.valueOf(
                            LocalDateTime.of(LocalDate.of(2000 + r.nextInt(30), 1 + r.nextInt(12), 20), time(r)))),
            object(Year.class, r -> Year.of(r.nextInt(1, 9_999))),
            object(YearMonth.class, r -> YearMonth.of(r.nextInt(1, 9_999), 1 + r.nextInt(12))),
            object(Duration.class, r -> Duration.ofSeconds(number(r) / 4, r.nextInt(1_000_000_000))));

    private static long number(SplittableRandom random) {
        return random.nextInt(3) == 0 ? EDGES[random.nextInt(EDGES.length)] : random.nextLong() >> random.nextInt(64);
    }

    private static double real(SplittableRandom random) {
        double real = random.nextInt(3) == 0
                ? REAL_EDGES[random.nextInt(REAL_EDGES.length)]
                : random.nextBoolean() ? Double.longBitsToDouble(random.nextLong()) : number(random) / 100.0;
        return Double.isNaN(real) || real == 0 ? 0.0 : real; // SQLite has no NaN, and no zero below zero
    }

    private static float narrow(SplittableRandom random) {
        float real = random.nextBoolean() ? Float.intBitsToFloat(random.nextInt()) : (float) real(random);
        return Float.isNaN(real) || real == 0 ? 0.0f : real;
    }

    /** Of all planes, with NUL, quotes, blanks and what looks like numbers. */
    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(random.nextInt(20) == 0 ? 3_000 : 12);
        for (int i = 0; i < length; i++) {
            int c = switch (random.nextInt(6)) {
                case 0 -> random.nextInt(0x20);
                case 1 -> random.nextInt(0x10000, 0x110000);
                case 2 -> random.nextInt(0x80, 0xD800);
                case 3 -> "0123456789.eE+-'\"\\%_;".charAt(random.nextInt(21));
                default -> random.nextInt(0x20, 0x7F);
            };
            text.appendCodePoint(c);
        }
        return text.toString();
    }

    private static byte[] bytes(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(random.nextInt(20) == 0 ? 9_000 : 20)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static BigDecimal decimal(SplittableRandom random) {
        BigDecimal number = new BigDecimal(BigInteger.valueOf(number(random)), random.nextInt(-4, 25));
        return random.nextInt(4) == 0 ? number.multiply(new BigDecimal("123456789012345678901234567890.5")) : number;
    }

    private static LocalDate date(SplittableRandom random) {
        return random.nextInt(4) == 0
                ? LocalDate.of(random.nextBoolean() ? 0 : 9_998, 1, 2)
                : LocalDate.ofEpochDay(random.nextLong(-700_000, 2_900_000));
    }

    private static LocalTime time(SplittableRandom random) {
        return random.nextInt(4) == 0
                ? LocalTime.MIDNIGHT
                : LocalTime.ofNanoOfDay(random.nextLong(86_400L * 1_000_000_000));
    }

    @Test
    void whatGoesInComesOut() throws Exception {
        int rounds = Campaign.rounds(12_000, 150_000);
        int compared = 0;
        Path file = directory.resolve("values.db");
        SqliteConfig config = SqliteConfig.builder("jdbc:sqlite:" + file)
                .synchronous(Synchronous.OFF)
                .build();
        try (SqliteDatabase db = SqliteDatabase.open(config);
                Connection stock = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            db.write(c -> c.createStatement().executeUpdate("CREATE TABLE t(id INTEGER PRIMARY KEY, v)"));
            for (int done = 0; done < rounds; done += BATCH) {
                Kind kind = KINDS.get(done / BATCH % KINDS.size());
                SplittableRandom random = Campaign.random(9_500_000L + done);
                List<Object> values = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    values.add(kind.maker().make(random));
                }
                write(db, kind, values);
                try (Connection ours = db.dataSource().getConnection()) {
                    compare(ours, kind, kind.getter(), values, "the kit");
                }
                if (kind.stock() != null) {
                    compare(stock, kind, kind.stock(), values, "the stock driver");
                    compared += BATCH;
                }
            }
        }
        Campaign.of("fuzz/values")
                .report(
                        "%d values of %d types read back as they were written, %d of them by the stock driver, too",
                        rounds, KINDS.size(), compared);
    }

    private static void write(SqliteDatabase db, Kind kind, List<Object> values) throws SQLException {
        db.write(c -> {
            c.createStatement().executeUpdate("DELETE FROM t");
            try (PreparedStatement insert = c.prepareStatement("INSERT INTO t(v) VALUES (?)")) {
                for (Object value : values) {
                    kind.setter().set(insert, value);
                    insert.addBatch();
                }
                return insert.executeBatch().length;
            }
        });
    }

    private static void compare(Connection connection, Kind kind, Getter getter, List<Object> values, String reader)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT v FROM t ORDER BY id");
                ResultSet rows = select.executeQuery()) {
            for (int i = 0; i < values.size(); i++) {
                assertThat(rows.next()).isTrue();
                Object expected = values.get(i);
                Object read = getter.get(rows);
                if (expected instanceof BigDecimal decimal) {
                    assertThat((BigDecimal) read)
                            .as("%s by %s", expected, reader)
                            .isEqualByComparingTo(decimal);
                } else {
                    assertThat(read)
                            .as("%s %s (#%s) by %s", kind.name(), expected, i, reader)
                            .isEqualTo(expected);
                }
            }
            assertThat(rows.next()).isFalse();
        }
    }
}
