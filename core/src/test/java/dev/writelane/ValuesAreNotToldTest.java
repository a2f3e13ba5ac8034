package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.micrometer.WritelaneMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No value, neither a parameter's nor a stored one, ever gets into an error, a cause, a log line, a status, a meter, an event or an
 * observer. A canary goes through every way of failing; then all that was told is searched for it.
 */
class ValuesAreNotToldTest extends DatabaseTest {
    private static final String TEXT = "CANARY";
    private static final long NUMBER = 7_766_554_433_221_199L;
    private static final double REAL = 7.766554433e200;
    private static final byte[] BLOB = "CANARY".getBytes(StandardCharsets.US_ASCII);
    private static final LocalDate DATE = LocalDate.of(776_655_443, 4, 3);
    /** As they would be seen: as written, in hexadecimal digits, in other notations. */
    private static final List<String> TRACES =
            List.of("canary", "776655443", "7.7665544", HexFormat.of().formatHex(BLOB), "[67, 65, 78");

    private static final List<Class<?>> TYPES = List.of(
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            BigInteger.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            Instant.class,
            OffsetDateTime.class,
            Timestamp.class,
            java.sql.Date.class,
            Time.class,
            Year.class,
            YearMonth.class,
            Duration.class,
            Period.class,
            ZoneId.class,
            Currency.class,
            URL.class,
            UUID.class,
            Character.class,
            DayOfWeek.class,
            Thread.class);

    private final EverythingTold told = new EverythingTold();
    private int failures;

    private interface Call {
        void run() throws Exception;
    }

    private void fails(Call call) {
        try {
            call.run();
        } catch (Throwable error) {
            failures++;
            told.error(error);
        }
        told.text(db.status());
    }

    private void run(String sql, Object... values) {
        fails(() -> Ask.run(source, sql, values));
        fails(() -> db.write(c -> Ask.run(c, sql, values)));
        fails(() -> db.writeAsync(c -> Ask.run(c, sql, values)).get());
        fails(() -> {
            try (Connection c = source.getConnection();
                    PreparedStatement batch = c.prepareStatement(sql)) {
                told.text(batch);
                for (int entry = 0; entry < 2; entry++) {
                    for (int i = 0; i < values.length; i++) {
                        batch.setObject(i + 1, values[i]);
                    }
                    batch.addBatch();
                }
                batch.executeBatch();
            }
        });
    }

    private void query(String sql, Object... values) {
        fails(() -> Ask.text(source, sql, values));
        fails(() -> db.read(c -> Ask.text(c, sql, values)));
        fails(() -> db.write(c -> Ask.text(c, sql, values)));
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void noValueIsEverTold(Policy policy) throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Path dump = directory.resolve("events.jfr");
        try (told;
                Recording recording = new Recording()) {
            enableAll(recording);
            recording.start();
            db = SqliteDatabase.open(SqliteConfig.builder(url())
                    .policy(policy)
                    .diagnostics(true)
                    .acquireTimeout(Duration.ofMillis(100))
                    .holdWarning(Duration.ofMillis(1))
                    .shutdownTimeout(Duration.ofMillis(50))
                    .observer(told.observer())
                    .build());
            source = db.dataSource();
            new WritelaneMetrics(db, "a name").bindTo(meters);
            schema();
            constraints();
            functions();
            readings();
            parameters();
            stops();
            transactions();
            leak();
            closeUnderAHolder();
            recording.stop();
            recording.dump(dump);
            RecordingFile.readAllEvents(dump).forEach(told::text);
            meters.getMeters().forEach(meter -> told.text(meter.getId() + " " + meter.measure()));
            told.text(db + " " + db.config());
        } finally {
            db.close();
        }
        List<String> all = told.all();
        assertThat(all.stream().filter(ValuesAreNotToldTest::hasTrace))
                .as("told with a trace of a value")
                .isEmpty();
        assertThat(failures).as("failures that were heard of").isGreaterThan(300);
        assertThat(all).as("all that was told").hasSizeGreaterThan(failures);
    }

    private static boolean hasTrace(String line) {
        return TRACES.stream().anyMatch(line.toLowerCase(Locale.ROOT)::contains);
    }

    private static void enableAll(Recording recording) {
        for (String event : List.of("Commit", "LaneWait", "Checkpoint", "SlowHolder")) {
            recording.enable("dev.writelane." + event).withoutThreshold();
        }
    }

    private void schema() throws SQLException {
        Ask.script(
                source,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, u UNIQUE, n NOT NULL DEFAULT 1, c CHECK (c <> u), p REFERENCES t);"
                        + "CREATE TABLE d(p REFERENCES t DEFERRABLE INITIALLY DEFERRED);"
                        + "CREATE TABLE s(i INT, r REAL, x TEXT, b BLOB) STRICT;"
                        + "CREATE VIRTUAL TABLE f5 USING fts5(x); CREATE VIRTUAL TABLE f4 USING fts4(x);"
                        + "CREATE VIRTUAL TABLE r USING rtree(id, a, b);"
                        + "CREATE TRIGGER g BEFORE INSERT ON d WHEN new.p = 'raise' BEGIN SELECT raise(ABORT, 'no'); END;"
                        + "INSERT INTO f5 VALUES ('a'); INSERT INTO f4 VALUES ('a')");
        Ask.run(source, "INSERT INTO t(id, u) VALUES (?, ?)", NUMBER, TEXT);
        Ask.run(source, "INSERT INTO t(id, u) VALUES (1, ?), (2, ?), (3, ?)", NUMBER, REAL, BLOB);
    }

    private void constraints() {
        run("INSERT INTO t(u) VALUES (?)", TEXT);
        run("INSERT INTO t(id) VALUES (?)", NUMBER);
        run("INSERT INTO t(id) VALUES (?)", TEXT);
        run("INSERT INTO t(u, n) VALUES (?, NULL)", TEXT + 1);
        run("INSERT INTO t(u, c) VALUES (?, ?)", TEXT + 1, TEXT + 1);
        run("INSERT INTO t(u, p) VALUES (?, ?)", TEXT + 1, NUMBER + 1);
        run("INSERT INTO d VALUES (?)", TEXT);
        run("INSERT INTO d SELECT 'raise' WHERE ? > ''", TEXT);
        run("INSERT OR ROLLBACK INTO t(u) VALUES (?)", TEXT);
        run("UPDATE t SET id = ?", TEXT);
        run("INSERT INTO s(i) VALUES (?)", TEXT);
        run("INSERT INTO s(r) VALUES (?)", TEXT);
        run("INSERT INTO s(x) VALUES (?)", BLOB);
        run("INSERT INTO s(b) VALUES (?)", TEXT);
        run("INSERT INTO r VALUES (?, 3, 2)", NUMBER);
        run("INSERT INTO r VALUES (?, ?, ?)", 1, REAL, 1);
        run("INSERT INTO f5(f5) VALUES (?)", TEXT);
        run("INSERT INTO f5(f5, rank) VALUES ('rank', ?)", TEXT);
        run("INSERT INTO f4(f4) VALUES (?)", TEXT);
        run("INSERT INTO nowhere VALUES (?)", TEXT);
        run("INSERT INTO t(nowhere) VALUES (?)", TEXT);
        run("INSERT INTO t(u) VALUES (?) syntax error", TEXT);
    }

    private void functions() {
        query("SELECT json_extract('{}', ?)", TEXT);
        query("SELECT json_set('{}', ?, 1)", TEXT + "'\"");
        query("SELECT json_extract('{}', u) FROM t WHERE u = ?", TEXT);
        query("SELECT json(?)", "{" + TEXT);
        query("SELECT * FROM json_each('{}', ?)", TEXT);
        for (String match : List.of(" AND", " : x", "*('", "\"\" \"" + TEXT, " \" (", " + ) [" + TEXT + "]")) {
            query("SELECT * FROM f5 WHERE f5 MATCH ?", TEXT + match);
            query("SELECT * FROM f5 WHERE f5 MATCH ?", match + TEXT);
            query("SELECT * FROM f4 WHERE f4 MATCH ?", TEXT + match);
        }
        query("SELECT * FROM f5 WHERE f5 MATCH 'a' AND rank MATCH ?", TEXT);
        query("SELECT matchinfo(f4, ?) FROM f4 WHERE f4 MATCH 'a'", TEXT);
        query("SELECT snippet(?) FROM f4", TEXT);
        query("SELECT * FROM pragma_table_info('t', ?)", TEXT);
        query("SELECT * FROM pragma_integrity_check(?)", TEXT);
        query("SELECT * FROM pragma_foreign_key_check(?)", TEXT);
        for (String quote : List.of("'", "[", "]")) { // where the message has its own
            query("SELECT * FROM f5 WHERE f5 MATCH ?", "\"" + TEXT + quote + "\" : x");
            query("SELECT * FROM pragma_table_info('t', ?)", TEXT + quote);
            query("SELECT * FROM pragma_integrity_check(?)", TEXT + quote);
        }
        query("SELECT fts3_tokenizer(?)", TEXT);
        query("SELECT load_extension(?)", TEXT);
        query("SELECT unistr(?)", "\\" + TEXT);
        query("SELECT abs(?)", Long.MIN_VALUE);
        query("SELECT zeroblob(?)", NUMBER);
        query("SELECT 1 LIMIT ?", TEXT);
        query("SELECT 'a' LIKE 'b' ESCAPE ?", TEXT);
        query("SELECT percentile(1, ?)", TEXT);
        query("SELECT replicate(?, -1)", TEXT);
        query("SELECT nth_value(1, ?) OVER ()", TEXT);
        query("SELECT ntile(?) OVER ()", TEXT);
        query("SELECT rtreenode(1, ?), rtreecheck(?)", TEXT, TEXT);
    }

    /** Each stored value through each getter that it does not fit. */
    private void readings() throws SQLException {
        try (Connection c = source.getConnection();
                PreparedStatement select = c.prepareStatement("SELECT ?, u FROM t WHERE u = ?")) {
            for (Object value : new Object[] {TEXT, NUMBER, REAL, BLOB}) {
                select.setObject(1, value);
                select.setObject(2, value);
                try (ResultSet rows = select.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    for (int column = 1; column <= 2; column++) {
                        read(rows, column);
                    }
                    told.text(rows + " " + rows.getMetaData());
                }
            }
        }
    }

    private void read(ResultSet rows, int column) {
        for (Class<?> type : TYPES) {
            fails(() -> rows.getObject(column, type));
        }
        List<Call> getters = new ArrayList<>();
        getters.add(() -> rows.getBoolean(column));
        getters.add(() -> rows.getByte(column));
        getters.add(() -> rows.getShort(column));
        getters.add(() -> rows.getInt(column));
        getters.add(() -> rows.getLong(column));
        getters.add(() -> rows.getFloat(column));
        getters.add(() -> rows.getDouble(column));
        getters.add(() -> rows.getBigDecimal(column));
        getters.add(() -> rows.getDate(column));
        getters.add(() -> rows.getTime(column));
        getters.add(() -> rows.getTimestamp(column));
        getters.add(() -> rows.getURL(column));
        getters.add(() -> rows.getObject("CANAR" + column)); // no trace: a name that was asked for
        getters.forEach(this::fails);
    }

    private void parameters() throws SQLException {
        try (Connection c = source.getConnection();
                PreparedStatement insert = c.prepareStatement("INSERT INTO t(u, p) VALUES (?, ?)")) {
            insert.setString(1, TEXT);
            fails(insert::executeUpdate);
            fails(() -> insert.setObject(2, DATE));
            fails(() -> insert.setObject(2, DATE.atStartOfDay()));
            fails(() -> insert.setObject(2, new Object() {
                @Override
                public String toString() {
                    return TEXT;
                }
            }));
            fails(() -> insert.setString(7, TEXT));
            fails(() -> insert.setBinaryStream(2, InputStream.nullInputStream(), 1));
            told.text(insert);
            insert.setString(2, TEXT);
            fails(() -> insert.executeQuery());
            fails(() -> insert.executeUpdate("SELECT 1"));
            insert.close();
            fails(() -> insert.setString(1, TEXT));
            told.text(c + " " + insert);
        }
    }

    /** Timeouts, a cancel, a lane that is held by somebody with parameters, a write where only reading is. */
    private void stops() throws Exception {
        String endless =
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE ? <> '') SELECT count(*) FROM n";
        try (Connection c = source.getConnection();
                PreparedStatement slow = c.prepareStatement(endless)) {
            slow.setString(1, TEXT);
            slow.setQueryTimeout(1);
            fails(slow::executeQuery);
        }
        try (Connection holder = transaction()) {
            Ask.run(holder, "UPDATE t SET n = ?", TEXT);
            CompletableFuture<Void> waits = CompletableFuture.runAsync(
                    () -> fails(() -> Ask.run(source, "UPDATE t SET n = ?", TEXT)), task -> new Thread(task).start());
            waits.get();
            holder.setReadOnly(false);
        } catch (SQLException error) {
            told.error(error);
        }
        try (Connection reads = source.getConnection()) {
            reads.setReadOnly(true);
            fails(() -> Ask.run(reads, "UPDATE t SET n = ?", TEXT));
        }
        fails(() -> db.read(c -> Ask.run(c, "UPDATE t SET n = ?", TEXT)));
        fails(() -> db.readAsync(c -> Ask.run(c, "UPDATE t SET n = ?", TEXT)).get());
    }

    private void transactions() throws Exception {
        try (Connection c = transaction()) {
            Ask.run(c, "INSERT INTO d VALUES (?)", TEXT);
            fails(c::commit);
            c.rollback();
            fails(() -> Ask.run(c, "INSERT OR ROLLBACK INTO t(u) VALUES (?)", TEXT));
            fails(() -> Ask.run(c, "INSERT INTO t(u) VALUES (?)", TEXT));
            fails(c::commit);
        }
        try (Connection c = source.getConnection();
                PreparedStatement keys =
                        c.prepareStatement("INSERT INTO t(u) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
            keys.setString(1, TEXT);
            fails(keys::executeUpdate);
        }
    }

    private void leak() throws Exception {
        Thread forgets = new Thread(() -> {
            try {
                Ask.run(transaction(), "UPDATE t SET n = ?", TEXT);
            } catch (SQLException e) {
                told.error(e);
            }
        });
        forgets.start();
        forgets.join();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return Lanes.held(db) == 0;
        });
    }

    private void closeUnderAHolder() throws Exception {
        Connection holder = transaction();
        Ask.run(holder, "UPDATE t SET n = ?", TEXT);
        told.text(db.status());
        CompletableFuture.runAsync(db::close, task -> new Thread(task).start()).get();
        fails(() -> Ask.run(holder, "UPDATE t SET n = ?", TEXT));
        fails(holder::commit);
    }
}
