package dev.writelane.attack;

import dev.writelane.Ask;
import dev.writelane.Ledger;
import dev.writelane.SqliteDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A worker that does, in random order, everything an application does, and notes what it was told. It may be interrupted, and its
 * statements and futures cancelled, at any moment. Confined to its thread, but for {@link #disturb}.
 */
final class Interfered {
    private final SqliteDatabase db;
    private final Ledger ledger;
    private final AtomicInteger ids;
    private final SplittableRandom random;
    private final Path directory;
    private volatile Statement running;
    private volatile CompletableFuture<?> awaited;
    private volatile Thread thread;

    Interfered(SqliteDatabase db, Ledger ledger, AtomicInteger ids, SplittableRandom random, Path directory) {
        this.db = db;
        this.ledger = ledger;
        this.ids = ids;
        this.random = random;
        this.directory = directory;
    }

    /** By any thread: what it does just now is interrupted or cancelled. */
    void disturb(int die) throws SQLException {
        Thread at = thread;
        Statement statement = running;
        CompletableFuture<?> future = awaited;
        switch (die % 3) {
            case 0 -> {
                if (at != null) {
                    at.interrupt();
                }
            }
            case 1 -> {
                if (statement != null) {
                    statement.cancel();
                }
            }
            default -> {
                if (future != null) {
                    future.cancel(true);
                }
            }
        }
    }

    /** Works until the database is closed, or so many times. */
    void work(int times) throws Exception {
        thread = Thread.currentThread();
        try {
            for (int i = 0; i < times; i++) {
                try {
                    once();
                } catch (SQLException e) {
                    ledger.heard(e);
                    if (db.isClosed()) {
                        return;
                    }
                }
                Thread.interrupted();
            }
        } finally {
            thread = null;
            Thread.interrupted();
        }
    }

    private void once() throws Exception {
        switch (random.nextInt(12)) {
            case 0, 1 -> autocommit();
            case 2, 3 -> transaction(random.nextInt(4) > 0);
            case 4 -> closure();
            case 5, 6 -> future();
            case 7 -> Ask.number(db.dataSource(), "SELECT count(*) FROM t");
            case 8 -> cursor();
            case 9 -> readOnlyTransaction();
            case 10 -> db.read(c -> Ask.number(c, "SELECT max(id) FROM t"));
            default -> copyOrAbort();
        }
    }

    private int row() {
        return ledger.write(ids.incrementAndGet());
    }

    private void told(List<Integer> rows, Told commit) throws SQLException {
        try {
            commit.run();
        } catch (SQLException e) {
            ledger.commitFailed(rows, e);
            return;
        }
        ledger.committed(rows);
    }

    private interface Told {
        void run() throws SQLException;
    }

    private void autocommit() throws SQLException {
        int row = row();
        try (Connection connection = db.dataSource().getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
            insert.setInt(1, row);
            running = insert;
            told(List.of(row), insert::executeUpdate);
        } finally {
            running = null;
        }
    }

    private void transaction(boolean commits) throws SQLException {
        List<Integer> rows = new ArrayList<>();
        try (Connection connection = db.dataSource().getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
            running = insert;
            connection.setAutoCommit(false);
            rows.add(insert(insert));
            Savepoint savepoint = connection.setSavepoint();
            int undone = insert(insert);
            if (random.nextBoolean()) {
                connection.rollback(savepoint);
            } else {
                rows.add(undone);
            }
            rows.add(insert(insert));
            if (commits) {
                told(rows, connection::commit);
            }
        } finally {
            running = null;
        }
    }

    private int insert(PreparedStatement insert) throws SQLException {
        int row = row();
        insert.setInt(1, row);
        insert.executeUpdate();
        return row;
    }

    private void closure() throws SQLException {
        int row = row();
        told(List.of(row), () -> db.write(c -> Ask.run(c, "INSERT INTO t VALUES (?)", row)));
    }

    /** Whoever cancels it is told by its outcome, as its writer is. */
    private void future() throws SQLException {
        int row = row();
        CompletableFuture<Integer> write = db.writeAsync(c -> Ask.run(c, "INSERT INTO t VALUES (?)", row));
        awaited = write;
        try {
            told(List.of(row), () -> outcome(write));
        } catch (CancellationException cancelled) {
            return; // and so told that nothing is left
        } finally {
            awaited = null;
        }
    }

    private static void outcome(CompletableFuture<?> future) throws SQLException {
        while (true) {
            try {
                future.get();
                return;
            } catch (InterruptedException e) {
                continue; // the outcome is what is asked for
            } catch (ExecutionException e) {
                if (e.getCause() instanceof SQLException failure) {
                    throw failure;
                }
                throw new AssertionError("not an SQLException", e.getCause());
            }
        }
    }

    /** Left open half way, to its connection's end; or its connection writes meanwhile. */
    private void cursor() throws SQLException {
        try (Connection connection = db.dataSource().getConnection();
                Statement select = connection.createStatement()) {
            running = select;
            ResultSet rows = select.executeQuery("SELECT id FROM t");
            for (int i = 0; i < 20 && rows.next(); i++) {
                rows.getInt(1);
            }
            if (random.nextBoolean()) {
                int row = row();
                told(List.of(row), () -> Ask.run(connection, "INSERT INTO t VALUES (?)", row));
            }
        } finally {
            running = null;
        }
    }

    private void readOnlyTransaction() throws SQLException {
        try (Connection connection = db.dataSource().getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            long before = Ask.number(connection, "SELECT count(*) FROM t");
            long after = Ask.number(connection, "SELECT count(*) FROM t");
            if (before != after) {
                throw new AssertionError("a snapshot moved from " + before + " to " + after);
            }
            connection.commit();
        }
    }

    private void copyOrAbort() throws Exception {
        if (random.nextInt(4) == 0) {
            Path copy = directory.resolve("copy-" + ids.incrementAndGet() + ".db");
            try {
                db.vacuumInto(copy);
            } finally {
                Files.deleteIfExists(copy);
            }
            return;
        }
        Connection connection = db.dataSource().getConnection();
        connection.setAutoCommit(false);
        try {
            Ask.run(connection, "INSERT INTO t VALUES (?)", row());
        } finally {
            connection.abort(Runnable::run);
        }
    }
}
