package dev.writelane.benchmarks;

import dev.writelane.SqliteDatabase;
import dev.writelane.Synchronous;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * One turn of a rival at a load: threads that write rows as fast as they are answered.
 *
 * <p>The latency of an operation is that of everything from {@code getConnection()} to {@code close()}, or from {@code writeAsync} to
 * the future's completion. A closed loop asks less while it waits, so it understates what users of an overloaded service see;
 * it does so for every rival.
 */
final class WriteRun {
    private WriteRun() {}

    static WriteTurn run(WriteLoad load, Rival rival, int round, Scale scale, Path file)
            throws SQLException, InterruptedException, ExecutionException {
        createTable(file);
        List<Tally> tallies;
        double otherLoad;
        try (Rival.OpenRival open = rival.open(file, load.synchronous())) {
            OtherLoad before = OtherLoad.now();
            long measureFrom = System.nanoTime() + scale.writeWarmup().toNanos();
            long end = measureFrom + scale.writeTime().toNanos();
            List<Callable<Tally>> writers = new ArrayList<>();
            if (rival == Rival.WRITELANE_ASYNC) {
                SqliteDatabase database = Objects.requireNonNull(open.database());
                writers.add(() -> submit(database, scale.inFlight(), new Tally(measureFrom, end)));
            } else {
                WriteForm form = rival == Rival.OWN_STATEMENT ? WriteForm.REUSED : load.form();
                for (int i = 0; i < load.threads(); i++) {
                    int number = i;
                    writers.add(() -> {
                        try (WriteForm.RowWriter writer = form.writer(open, number)) {
                            return write(writer, new Tally(measureFrom, end));
                        }
                    });
                }
            }
            tallies = runAll(writers);
            otherLoad = before.sinceThen();
        }
        return summary(load, rival, round, tallies, rowsIn(file), otherLoad);
    }

    private static Tally write(WriteForm.RowWriter writer, Tally tally) {
        long row = 0;
        for (long begun = System.nanoTime(); begun < tally.end(); begun = System.nanoTime()) {
            try {
                writer.write(row++);
                tally.count(begun, null);
            } catch (SQLException e) {
                tally.count(begun, e);
            }
        }
        return tally;
    }

    private static Tally submit(SqliteDatabase database, int inFlight, Tally tally) throws InterruptedException {
        Semaphore free = new Semaphore(inFlight);
        long row = 0;
        for (long now = System.nanoTime(); now < tally.end(); now = System.nanoTime()) {
            free.acquire();
            long begun = System.nanoTime();
            long number = row++;
            database.writeAsync(connection -> {
                        WriteForm.insert(connection, 0, number);
                        return number;
                    })
                    .whenComplete((done, error) -> {
                        synchronized (tally) {
                            tally.count(begun, error);
                        }
                        free.release();
                    });
        }
        free.acquire(inFlight);
        return tally;
    }

    private static List<Tally> runAll(List<Callable<Tally>> writers) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(writers.size());
        try {
            List<Tally> tallies = new ArrayList<>();
            for (Future<Tally> tally : threads.invokeAll(writers)) {
                tallies.add(tally.get());
            }
            return tallies;
        } finally {
            threads.shutdownNow();
        }
    }

    private static WriteTurn summary(
            WriteLoad load, Rival rival, int round, List<Tally> tallies, long rows, double otherLoad) {
        double slowest = tallies.stream()
                .max(Comparator.comparingDouble(Tally::meanMillis))
                .orElseThrow()
                .meanMillis();
        Tally all = tallies.get(0);
        tallies.stream().skip(1).forEach(all::add);
        return new WriteTurn(
                load,
                rival,
                round,
                all.perSecond(),
                all.percentileMillis(50),
                all.percentileMillis(99),
                all.percentileMillis(99.9),
                all.maxMillis(),
                slowest / all.meanMillis(),
                all.errors(),
                all.firstError(),
                all.acknowledged(),
                rows,
                otherLoad);
    }

    private static void createTable(Path file) throws SQLException {
        try (Connection connection =
                        StockSqlite.dataSource(file, Synchronous.FULL).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, writer INTEGER, number INTEGER, body TEXT)");
        }
    }

    /** Counted by stock sqlite-jdbc after the rival has closed. */
    private static long rowsIn(Path file) throws SQLException {
        try (Connection connection =
                        StockSqlite.dataSource(file, Synchronous.FULL).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM entry")) {
            row.next();
            return row.getLong(1);
        }
    }
}
