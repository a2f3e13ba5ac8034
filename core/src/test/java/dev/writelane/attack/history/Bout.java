package dev.writelane.attack.history;

import dev.writelane.Crowd;
import dev.writelane.attack.history.Recorder.Register;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import javax.sql.DataSource;

/** Many clients on one database until enough has been committed; then a last look at everything. */
final class Bout {
    private static final int CLIENTS = 8;

    private final Workload workload;
    private final Tally tally;
    private final boolean ofTheKit;
    private final List<Register> left = new ArrayList<>();

    /** @param ofTheKit whether statements are cancelled, SELECT ... FOR UPDATE is understood, and more kept than the level asks for */
    Bout(Workload workload, boolean ofTheKit) {
        this.workload = workload;
        this.ofTheKit = ofTheKit;
        this.tally = new Tally(ofTheKit);
    }

    Workload workload() {
        return workload;
    }

    Tally tally() {
        return tally;
    }

    void create(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            Tables.create(connection, workload.registers());
        }
    }

    /**
     * Runs until so many transactions are committed.
     *
     * @param atMost when it ends even if fewer are
     * @param clients makes the client of each thread
     */
    void run(int transactions, long atMost, TimeUnit unit, IntFunction<JdbcClient> clients)
            throws InterruptedException {
        long end = System.nanoTime() + unit.toNanos(atMost);
        AtomicInteger working = new AtomicInteger(CLIENTS);
        Crowd.run(CLIENTS + 1, thread -> {
            if (thread == CLIENTS) {
                new Canceller(tally).runWhile(() -> ofTheKit && working.get() > 0);
                return;
            }
            try {
                JdbcClient client = clients.apply(thread);
                while (tally.committed() < transactions && System.nanoTime() < end) {
                    client.step();
                }
            } finally {
                working.decrementAndGet();
            }
        });
    }

    /** Reads everything there is, after all others. */
    void lookAtAll(DataSource source) throws SQLException {
        Attempt last = tally.begin(Way.SERIALIZABLE);
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            left.addAll(last.recorder().readAll(connection));
            for (int key = 0; key < workload.lists(); key++) {
                last.recorder().readList(connection, key);
            }
            connection.commit();
        }
        last.ended(Txn.Outcome.COMMITTED);
        tally.end(last);
    }

    /** What is wrong with what happened; only after all is over and the database closed. */
    List<Anomaly> anomalies() {
        History history = tally.history();
        List<Anomaly> anomalies = new ArrayList<>(Checker.check(history));
        if (ofTheKit) {
            anomalies.addAll(Checker.check(history.withLatestReads()));
        }
        workload.broken(history, left).forEach(broken -> anomalies.add(new Anomaly(Anomaly.Kind.BROKEN_RULE, broken)));
        return anomalies;
    }
}
