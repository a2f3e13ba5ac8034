package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Futures mean the same with each policy. */
class AsyncPolicyTest extends DatabaseTest {
    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    private void openWith(Policy policy, String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("policy", policy.toString(), "acquire-timeout", "60s"));
        open(all.toArray(new String[0]));
        Ask.script(source, "CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, v INTEGER)");
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void eachJobIsKeptOrUndoneAlone(Policy policy) throws Exception {
        int jobs = 60;
        openWith(policy);
        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        try (Connection holder = transaction()) {
            Ask.run(holder, "INSERT INTO t VALUES (-1, 0)"); // so that the jobs come together
            for (int i = 0; i < jobs; i++) {
                int id = i;
                futures.add(db.writeAsync(c -> {
                    Ask.run(c, "INSERT INTO t VALUES (?, 0)", id);
                    if (id % 3 == 0) {
                        throw new IllegalStateException("mine");
                    }
                    return Ask.run(c, "UPDATE t SET v = 1 WHERE id = ?", id);
                }));
            }
            holder.commit();
        }
        for (int i = 0; i < jobs; i++) {
            if (i % 3 == 0) {
                assertThat(Futures.failure(futures.get(i))).hasMessage("mine");
            } else {
                Futures.assertOutcome(1, futures.get(i));
            }
        }
        Futures.assertOutcome(jobs - jobs / 3, db.readAsync(c -> Ask.number(c, "SELECT total(v) FROM t")));
        Futures.assertState("25006", db.readAsync(c -> Ask.run(c, "DELETE FROM t")));
        Lanes.assertAllFree(db);
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void aStoppedOneLeavesNothing(Policy policy) throws Exception {
        openWith(policy);
        CompletableFuture<Long> write = db.writeAsync(c -> {
            Ask.run(c, "INSERT INTO t VALUES (1, 1)");
            return Ask.number(c, ENDLESS);
        });
        write.orTimeout(50, TimeUnit.MILLISECONDS);
        assertThat(Futures.failure(write)).isInstanceOf(TimeoutException.class);
        CompletableFuture<Long> read = db.readAsync(c -> Ask.number(c, ENDLESS));
        read.orTimeout(50, TimeUnit.MILLISECONDS);
        assertThat(Futures.failure(read)).isInstanceOf(TimeoutException.class);
        Futures.assertOutcome(1, db.writeAsync(c -> Ask.run(c, "INSERT INTO t VALUES (2, 2)")));
        Futures.assertOutcome(2, db.readAsync(c -> Ask.number(c, "SELECT total(v) FROM t")));
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> Lanes.assertAllFree(db));
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void aWriteInsideOfAWriteIsRefusedAtOnce(Policy policy) throws Exception {
        openWith(policy);
        SqlFunction<Integer> nesting = c -> {
            int changed = Ask.run(c, "INSERT INTO t(v) VALUES (1)");
            Lanes.assertState("25001", () -> db.write(inner -> null));
            Lanes.assertState("25001", () -> Ask.run(source, "INSERT INTO t(v) VALUES (2)"));
            CompletableFuture<Long> read = db.readAsync(r -> Ask.number(r, "SELECT 1"));
            if (policy.hasOneConnection()) {
                assertThatThrownBy(read::join)
                        .rootCause()
                        .hasMessageContaining("Waiting for a readAsync() inside a write");
            } else {
                assertThat(read.join()).isEqualTo(1);
            }
            return changed;
        };
        assertThat((int) db.write(nesting)).isEqualTo(1);
        Futures.assertOutcome(1, db.writeAsync(nesting));
        assertThat(Ask.number(source, "SELECT total(v) FROM t")).isEqualTo(2);
        // A read that nobody waits for any more goes on to its end.
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> Lanes.assertAllFree(db));
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void closeLeavesNoFutureOpenBehindAClosureThatStandsStill(Policy policy) throws Exception {
        openWith(policy, "shutdown-timeout", "50ms");
        Futures.Gate gate = new Futures.Gate();
        CompletableFuture<Integer> stuck = db.writeAsync(c -> {
            int changed = Ask.run(c, "INSERT INTO t(v) VALUES (1)");
            gate.standStill();
            return changed;
        });
        gate.awaitEntered();
        CompletableFuture<Integer> waiting = db.writeAsync(c -> Ask.run(c, "INSERT INTO t(v) VALUES (2)"));
        db.close();
        assertThat(stuck).isDone();
        assertThat(waiting).isDone();
        Futures.assertState("08003", stuck);
        Futures.assertState("08003", waiting);
        openWith(policy);
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isZero();
    }
}
