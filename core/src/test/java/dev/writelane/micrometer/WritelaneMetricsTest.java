package dev.writelane.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.DatabaseStatus.Counters;
import dev.writelane.Lanes;
import dev.writelane.SqlFunction;
import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The meters show what really happened. */
@Timeout(120)
class WritelaneMetricsTest {
    private static final String DATABASE = "orders";

    @TempDir
    Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private SqliteDatabase db;
    private DataSource source;
    private WritelaneMetrics metrics;

    @BeforeEach
    void open() throws SQLException {
        db = SqliteDatabase.open(SqliteConfig.builder("jdbc:sqlite:" + directory.resolve("test.db"))
                .acquireTimeout(Duration.ofSeconds(60))
                .readers(4)
                .build());
        source = db.dataSource();
        run("CREATE TABLE t(id INTEGER PRIMARY KEY)");
        metrics = new WritelaneMetrics(db, DATABASE);
        metrics.bindTo(registry);
    }

    @AfterEach
    void close() {
        db.close();
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tag("database", DATABASE).tags(tags).gauge().value();
    }

    private double count(String name, String... tags) {
        FunctionCounter counter =
                registry.get(name).tag("database", DATABASE).tags(tags).functionCounter();
        return counter.count();
    }

    private Timer timer(String name, String... tags) {
        return registry.get(name).tag("database", DATABASE).tags(tags).timer();
    }

    @Test
    void commitsAreTimedAndTheirGroupsMeasured() throws Exception {
        for (int i = 0; i < 7; i++) {
            run("INSERT INTO t VALUES (" + i + ")");
        }
        assertThat(timer("writelane.commit").count()).isEqualTo(7);
        assertThat(timer("writelane.commit").totalTime(TimeUnit.NANOSECONDS)).isPositive();
        assertThat(registry.get("writelane.group.size").summary().totalAmount()).isEqualTo(7);
        assertThat(count("writelane.transactions", "outcome", "committed"))
                .as("CREATE TABLE too")
                .isEqualTo(8);
    }

    @Test
    void aForcedWaitIsTimedAndSeenInTheGaugesMeanwhile() throws Exception {
        long start = System.nanoTime();
        Thread waiting = new Thread(() -> {
            try {
                run("INSERT INTO t VALUES (2)");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO t VALUES (1)");
            waiting.start();
            Lanes.awaitWaiting(db, "write", 1);
            Lanes.awaitWaitingFor(db, Duration.ofMillis(50));
            assertThat(gauge("writelane.lanes.used", "lane", "write")).isEqualTo(1);
            assertThat(gauge("writelane.lanes.used", "lane", "read")).isZero();
            assertThat(gauge("writelane.lanes.pending", "lane", "write")).isEqualTo(1);
            assertThat(gauge("writelane.lanes", "lane", "write")).isEqualTo(1);
            assertThat(gauge("writelane.lanes", "lane", "read")).isEqualTo(4);
            connection.commit();
        }
        waiting.join();
        Timer waits = timer("writelane.lane.wait", "lane", "write", "outcome", "granted");
        assertThat(waits.count()).isEqualTo(1);
        assertThat(waits.totalTime(TimeUnit.NANOSECONDS)).isBetween(50e6, (double) (System.nanoTime() - start));
        assertThat(gauge("writelane.lanes.used", "lane", "write")).isZero();
        assertThat(gauge("writelane.lanes.pending", "lane", "write")).isZero();
    }

    @Test
    void closuresThatWaitForTheWriterThreadAreCounted() throws Exception {
        List<CompletableFuture<?>> futures = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO t VALUES (1)");
            for (int i = 2; i <= 6; i++) {
                futures.add(db.writeAsync(new Insert(i)));
            }
            // None begins before the lane is free; the writer may have taken none, or its first one.
            assertThat(gauge("writelane.jobs.pending", "call", "writeAsync")).isBetween(4.0, 5.0);
            assertThat(db.status().jobs().reading()).isZero();
            connection.commit();
        }
        CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).get();
        assertThat(gauge("writelane.jobs.pending", "call", "writeAsync")).isZero();
    }

    private record Insert(int id) implements SqlFunction<Integer> {
        @Override
        public Integer apply(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("INSERT INTO t VALUES (" + id + ")");
            }
        }
    }

    @Test
    void countersAreThoseOfTheStatus() throws Exception {
        for (int i = 0; i < 3; i++) {
            run("SELECT count(*) FROM t");
        }
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeQuery("SELECT 1").close();
            connection.commit();
            statement.execute("INSERT INTO t VALUES (1)");
            connection.rollback();
        }
        assertThat(count("writelane.reads")).isEqualTo(4);
        assertThat(count("writelane.transactions", "outcome", "rolledback")).isEqualTo(1);
        assertThat(count("writelane.transactions", "outcome", "lost")).isZero();
        assertThat(count("writelane.transactions.unwritten")).isEqualTo(1);
        assertBetweenTwoStatuses(Counters::statementsReused, "writelane.statement.cache.gets", "result", "hit");
        assertBetweenTwoStatuses(Counters::statementsPrepared, "writelane.statement.cache.gets", "result", "miss");
        assertThat(gauge("writelane.wal.size")).isEqualTo(Files.size(directory.resolve("test.db-wal")));
        assertThat(count("writelane.busy.retries")).isZero();
        assertThat(count("writelane.lane.timeouts")).isZero();
        assertThat(count("writelane.leaks")).isZero();
    }

    /** The kit's own statements are counted too, such as the end of a snapshot that has been idle. */
    private void assertBetweenTwoStatuses(ToLongFunction<Counters> value, String name, String... tags) {
        double before = value.applyAsLong(db.status().counters());
        double metered = count(name, tags);
        double after = value.applyAsLong(db.status().counters());
        assertThat(metered).isPositive().isBetween(before, after);
    }

    @Test
    void checkpointsAreTimedByModeAndCompleteness() throws Exception {
        run("INSERT INTO t VALUES (1)");
        run("PRAGMA wal_checkpoint(TRUNCATE)");
        assertThat(timer("writelane.checkpoint", "mode", "truncate", "complete", "true")
                        .count())
                .isEqualTo(1);
        assertThat(gauge("writelane.wal.size")).isZero();
    }

    @Test
    void closedMetricsMeasureNoMoreCommits() throws Exception {
        run("INSERT INTO t VALUES (1)");
        metrics.close();
        metrics.close();
        run("INSERT INTO t VALUES (2)");
        assertThat(timer("writelane.commit").count()).isEqualTo(1);
        assertThat(count("writelane.transactions", "outcome", "committed"))
                .as("CREATE TABLE too")
                .isEqualTo(3);
    }

    /** Every meter is in the README's table, with its tags, and every row of the table is a meter. */
    @Test
    void theReadmeHasEachMeterAndNoOther() throws Exception {
        aForcedWaitIsTimedAndSeenInTheGaugesMeanwhile();
        run("PRAGMA wal_checkpoint(TRUNCATE)");
        Set<String> meters = registry.getMeters().stream()
                .map(Meter::getId)
                .map(id -> row(
                        id.getName(),
                        id.getTags().stream()
                                .map(tag -> tag.getKey())
                                .filter(key -> !key.equals("database"))
                                .collect(Collectors.toCollection(TreeSet::new))))
                .collect(Collectors.toCollection(TreeSet::new));
        Pattern cells = Pattern.compile("\\| `(writelane\\.[a-z.]+)` \\| [a-z ]+ \\|([^|]*)\\|.*");
        Set<String> rows = Files.readString(Path.of("..", "README.md"))
                .lines()
                .map(cells::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(match -> row(
                        match.group(1),
                        Pattern.compile("`([a-z]+)`")
                                .matcher(match.group(2))
                                .results()
                                .map(tag -> tag.group(1))
                                .collect(Collectors.toCollection(TreeSet::new))))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(rows).isEqualTo(meters).isNotEmpty();
    }

    private static String row(String name, Set<String> tags) {
        return name + " " + tags;
    }
}
