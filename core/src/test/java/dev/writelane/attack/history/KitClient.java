package dev.writelane.attack.history;

import dev.writelane.SqlFunction;
import dev.writelane.SqliteDatabase;
import dev.writelane.attack.history.Txn.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Also all that the kit offers beside JDBC, at each isolation level. */
final class KitClient extends JdbcClient {
    private static final Way[] WAYS = Way.values();
    private static final int MOST_FUTURES = 3;

    private final SqliteDatabase db;

    KitClient(SqliteDatabase db, Workload workload, Tally tally, SplittableRandom random) {
        super(db.dataSource(), workload, tally, random);
        this.db = db;
    }

    /** Thrown by closures that want to be rolled back. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1;

        Undone() {
            super("on purpose", null, false, false);
        }
    }

    private record Started(Attempt attempt, CompletableFuture<Boolean> future) {}

    @Override
    void step() {
        Way way = WAYS[random.nextInt(WAYS.length)];
        switch (way) {
            case READ_CLOSURE, WRITE_CLOSURE -> closure(way, Fate.drawn(random));
            case READ_ASYNC, WRITE_ASYNC -> futures(way);
            default -> transaction(way, Fate.drawn(random));
        }
    }

    @Override
    void begin(Connection connection, Way way) throws SQLException {
        connection.setTransactionIsolation(way.isolation());
        connection.setReadOnly(way.onlyReads());
        super.begin(connection, way);
    }

    @Override
    void rollBackOnClose(Connection connection) throws SQLException {
        connection.close();
    }

    private SqlFunction<Boolean> closure(Attempt attempt, Fate fate) {
        return connection -> {
            work(connection, attempt, fate);
            if (fate == Fate.ROLL_BACK) {
                throw new Undone();
            }
            return true;
        };
    }

    private void closure(Way way, Fate fate) {
        Attempt attempt = tally.begin(way);
        try {
            if (way == Way.READ_CLOSURE) {
                db.read(closure(attempt, fate));
            } else {
                db.write(closure(attempt, fate));
            }
            attempt.ended(Outcome.COMMITTED);
        } catch (Undone e) {
            attempt.ended(Outcome.ROLLED_BACK);
        } catch (SQLException e) {
            attempt.failed(e);
            tally.error(e);
        } finally {
            tally.end(attempt);
        }
    }

    private void futures(Way way) {
        List<Started> started = new ArrayList<>();
        int count = 1 + random.nextInt(MOST_FUTURES);
        for (int i = 0; i < count; i++) {
            Fate fate = Fate.drawn(random);
            Attempt attempt = tally.begin(way);
            // The body draws on another thread.
            KitClient body = new KitClient(db, workload, tally, random.split());
            CompletableFuture<Boolean> future = way == Way.READ_ASYNC
                    ? db.readAsync(body.closure(attempt, fate))
                    : db.writeAsync(body.closure(attempt, fate));
            if (fate == Fate.CANCEL && !future.isDone()) {
                Thread.yield();
                future.cancel(true);
            }
            started.add(new Started(attempt, future));
        }
        started.forEach(this::await);
    }

    private void await(Started started) {
        Attempt attempt = started.attempt;
        try {
            started.future.join();
            attempt.ended(Outcome.COMMITTED);
        } catch (CancellationException e) {
            attempt.ended(Outcome.FAILED);
        } catch (CompletionException e) {
            if (e.getCause() instanceof SQLException error) {
                attempt.failed(error);
                tally.error(error);
            } else if (e.getCause() instanceof Undone) {
                attempt.ended(Outcome.ROLLED_BACK);
            } else {
                throw e;
            }
        } finally {
            tally.end(attempt);
        }
    }
}
