package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Reads on threads of the kit: one snapshot each, several at a time, beside the writer. */
class AsyncReadTest extends DatabaseTest {
    private static final String COUNT = "SELECT count(*) FROM t";
    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    private void openWithTable(String... settings) throws SQLException {
        open(settings);
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER)");
    }

    @Test
    void itSeesOneSnapshotOnAThreadOfTheKit() throws Exception {
        openWithTable();
        String seen = Futures.outcome(db.readAsync(c -> {
            long before = Ask.number(c, COUNT);
            Ask.run(source, "INSERT INTO t(v) VALUES (1)");
            return Thread.currentThread().getName() + " " + before + Ask.number(c, COUNT);
        }));
        assertThat(seen).isEqualTo("writelane-read-test.db-1 00");
        Futures.assertOutcome(1, db.readAsync(c -> Ask.number(c, COUNT)));
        Lanes.assertAllFree(db);
    }

    @Test
    void aWriteInItIsRefusedAndWhatItThrowsIsTheFuturesError() throws Exception {
        openWithTable();
        Futures.assertState("25006", db.readAsync(c -> Ask.run(c, "INSERT INTO t(v) VALUES (1)")));
        assertThat(Futures.failure(db.readAsync(c -> {
                    throw new AssertionError("mine");
                })))
                .hasMessage("mine");
        Lanes.assertAllFree(db);
    }

    @Test
    void severalRunAtTheSameTimeAndBesideAWrite() throws Exception {
        openWithTable("readers", "2");
        Futures.Gate first = new Futures.Gate();
        Futures.Gate second = new Futures.Gate();
        List<CompletableFuture<Long>> reads = new ArrayList<>();
        db.write(c -> {
            Ask.run(c, "INSERT INTO t(v) VALUES (1)");
            for (Futures.Gate gate : List.of(first, second)) {
                reads.add(db.readAsync(r -> {
                    gate.standStill();
                    return Ask.number(r, COUNT);
                }));
            }
            first.awaitEntered();
            second.awaitEntered();
            first.open();
            second.open();
            assertThat(reads.get(0).join()).as("inside of the write").isZero();
            assertThat(reads.get(1).join()).isZero();
            return null;
        });
        Lanes.assertAllFree(db);
    }

    @Test
    void oneWithoutAThreadInTimeFailsAndNeverRuns() throws Exception {
        openWithTable("readers", "1", "acquire-timeout", "2s");
        Futures.Gate gate = new Futures.Gate();
        AtomicBoolean ran = new AtomicBoolean();
        CompletableFuture<Integer> slow = db.readAsync(c -> {
            gate.standStill();
            return 1;
        });
        gate.awaitEntered();
        SQLException error = Futures.assertState("55P03", db.readAsync(c -> ran.getAndSet(true)));
        assertThat((Throwable) error)
                .hasMessageStartingWith("No turn for a readAsync() in time")
                .hasMessageContaining("never ran");
        gate.open();
        Futures.assertOutcome(1, slow);
        Futures.assertOutcome(2, db.readAsync(c -> 2));
        assertThat(ran).isFalse();
    }

    @Test
    void tooManyAreRefused() throws Exception {
        int most = 65_536;
        openWithTable("readers", "1", "acquire-timeout", "120s");
        Futures.Gate gate = new Futures.Gate();
        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        futures.add(db.readAsync(c -> {
            gate.standStill();
            return 1;
        }));
        gate.awaitEntered();
        for (int i = 0; i < most; i++) {
            futures.add(db.readAsync(c -> 1));
        }
        Futures.assertState("53000", db.readAsync(c -> 1));
        gate.open();
        for (CompletableFuture<Integer> future : futures) {
            Futures.assertOutcome(1, future);
        }
    }

    @Test
    void closeLetsThemFinish() throws Exception {
        openWithTable("shutdown-timeout", "60s");
        Futures.Gate gate = new Futures.Gate();
        CompletableFuture<Long> read = db.readAsync(c -> {
            gate.standStill();
            return Ask.number(c, COUNT);
        });
        gate.awaitEntered();
        Thread closing = new Thread(db::close);
        closing.start();
        gate.open();
        closing.join();
        assertThat(read).isDone();
        Futures.assertOutcome(0, read);
    }

    @Test
    void atTheShutdownTimeoutTheyAreStopped() throws Exception {
        openWithTable("shutdown-timeout", "50ms", "readers", "1");
        Futures.Gate gate = new Futures.Gate();
        gate.open();
        CompletableFuture<Long> endless = db.readAsync(c -> {
            gate.standStill();
            return Ask.number(c, ENDLESS);
        });
        gate.awaitEntered();
        CompletableFuture<Integer> waiting = db.readAsync(c -> 1);
        db.close();
        assertThat(endless).isDone();
        assertThat(waiting).isDone();
        Futures.assertState("08003", endless);
        Futures.assertState("08003", waiting);
        Futures.assertState("08003", db.readAsync(c -> 1));
    }
}
