package dev.writelane.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.HdrHistogram.Histogram;

/**
 * One turn of the durable commit: threads that do transactions of one row each, an insert and an update by turns, as fast as
 * they are answered.
 *
 * <p>The latency of an operation is that of everything from {@code getConnection()} to {@code close()}, of failed ones too: their
 * callers waited as long. A closed loop asks less while it waits, so it understates what users of an overloaded service
 * see; it does so for every rival.
 */
final class DurableCommit {
    private static final int COUNTERS = 1_000;

    private final Rival rival;
    private final DataSource source;
    private final long measureFrom;
    private final long end;

    private DurableCommit(Rival rival, DataSource source, long measureFrom, long end) {
        this.rival = rival;
        this.source = source;
        this.measureFrom = measureFrom;
        this.end = end;
    }

    static CommitTurn run(Rival rival, int round, Scale scale, Path file)
            throws SQLException, InterruptedException, ExecutionException {
        createTables(file);
        List<Worker> workers = new ArrayList<>();
        double otherLoad;
        try (Rival.OpenRival open = rival.open(file)) {
            OtherLoad before = OtherLoad.now();
            long start = System.nanoTime();
            long measureFrom = start + scale.commitWarmup().toNanos();
            DurableCommit turn = new DurableCommit(
                    rival,
                    open.dataSource(),
                    measureFrom,
                    measureFrom + scale.commitTime().toNanos());
            for (int i = 0; i < scale.commitThreads(); i++) {
                workers.add(turn.new Worker(i));
            }
            runAll(workers);
            otherLoad = before.sinceThen();
        }
        return summary(rival, round, scale, workers, rowsWritten(file), otherLoad);
    }

    private static void runAll(List<Worker> workers) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(workers.size());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Worker worker : workers) {
                running.add(threads.submit(worker));
            }
            for (Future<?> worker : running) {
                worker.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static CommitTurn summary(
            Rival rival, int round, Scale scale, List<Worker> workers, long rows, double otherLoad) {
        Histogram all = Worker.newHistogram();
        long acknowledged = 0;
        long inTime = 0;
        long errors = 0;
        String firstError = "";
        for (Worker worker : workers) {
            all.add(worker.latencies);
            acknowledged += worker.acknowledged;
            inTime += worker.inTime;
            errors += worker.errors;
            firstError = firstError.isEmpty() ? worker.firstError : firstError;
        }
        return new CommitTurn(
                rival,
                round,
                inTime * 1e9 / scale.commitTime().toNanos(),
                all.getValueAtPercentile(50) / 1e6,
                all.getValueAtPercentile(99) / 1e6,
                all.getValueAtPercentile(99.9) / 1e6,
                all.getMaxValue() / 1e6,
                errors,
                firstError,
                acknowledged,
                rows,
                otherLoad);
    }

    private static void createTables(Path file) throws SQLException {
        try (Connection connection = StockSqlite.dataSource(file).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, writer INTEGER, number INTEGER, body TEXT)");
            statement.execute("CREATE TABLE counter (id INTEGER PRIMARY KEY, value INTEGER NOT NULL)");
            statement.execute("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < "
                    + (COUNTERS - 1) + ") INSERT INTO counter SELECT i, 0 FROM n");
        }
    }

    /** Each insert leaves a row and each update adds one, so both are counted, by stock sqlite-jdbc after the rival has closed. */
    private static long rowsWritten(Path file) throws SQLException {
        try (Connection connection = StockSqlite.dataSource(file).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT (SELECT count(*) FROM entry) + (SELECT sum(value) FROM counter)")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** One of the threads; its figures are read when it has ended. */
    private final class Worker implements Runnable {
        private final int number;
        private final Histogram latencies = newHistogram();
        private long acknowledged;
        private long inTime;
        private long errors;
        private String firstError = "";

        Worker(int number) {
            this.number = number;
        }

        /** Microseconds to a minute and more, three digits. */
        static Histogram newHistogram() {
            return new Histogram(3);
        }

        @Override
        public void run() {
            long operation = 0;
            for (long begun = System.nanoTime(); begun < end; begun = System.nanoTime()) {
                boolean measured = begun >= measureFrom;
                boolean done = tryOnce(operation++, measured);
                long now = System.nanoTime();
                if (measured) {
                    latencies.recordValue(now - begun);
                    inTime += done && now < end ? 1 : 0;
                }
            }
        }

        private boolean tryOnce(long operation, boolean measured) {
            try {
                transaction(operation);
                acknowledged++;
                return true;
            } catch (SQLException e) {
                errors += measured ? 1 : 0;
                if (firstError.isEmpty()) {
                    firstError = rival.label + ": " + e.getMessage();
                }
                return false;
            }
        }

        private void transaction(long operation) throws SQLException {
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                if (operation % 2 == 0) {
                    insert(connection, operation);
                } else {
                    update(connection, operation);
                }
                connection.commit();
            }
        }

        private void insert(Connection connection, long operation) throws SQLException {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO entry (writer, number, body) VALUES (?, ?, ?)")) {
                insert.setInt(1, number);
                insert.setLong(2, operation);
                insert.setString(3, "operation " + operation + " of writer " + number);
                insert.executeUpdate();
            }
        }

        private void update(Connection connection, long operation) throws SQLException {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE counter SET value = value + 1 WHERE id = ?")) {
                update.setLong(1, (operation * 31 + number) % COUNTERS);
                if (update.executeUpdate() != 1) {
                    throw new SQLException("the update changed no row");
                }
            }
        }
    }
}
