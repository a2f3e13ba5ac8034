package dev.writelane.attack.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteDatabase;
import dev.writelane.attack.Campaign;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each transaction is as isolated as it was promised, whichever way it was run and whatever went on beside it: all ways and levels
 * mixed in one history, under each policy, some rolled back, failing or cancelled. Stock pooling is not.
 */
@Tag("attack")
@Timeout(600)
class HistoryTest {
    private static final int TRANSACTIONS = Campaign.rounds(1_200, 100_000);
    /** Lost with its group, cancelled, rolled back by SQLite, and commit() after that. */
    private static final Set<String> ALLOWED = Set.of("40001", "57014", "40000");

    private static final int SECONDS_AGAINST_HANGS = 300;

    @TempDir
    Path directory;

    static Stream<Arguments> workloads() {
        return Stream.of(
                Arguments.of("bank", (Supplier<Workload>) Bank::new),
                Arguments.of("lists", (Supplier<Workload>) Lists::new),
                Arguments.of("on call", (Supplier<Workload>) OnCall::new),
                Arguments.of("counters", (Supplier<Workload>) Counters::new));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("workloads")
    void noTransactionSeesWhatItsLevelForbids(String name, Supplier<Workload> workload) throws Exception {
        Summary summary = new Summary();
        int place = 0;
        for (Setup setup : Setup.all()) {
            Bout bout = new Bout(workload.get(), true);
            long part = name.hashCode() * 10_000L + 100 * place;
            try (SqliteDatabase db = setup.open(directory.resolve(place++ + ".db"))) {
                bout.create(db.dataSource());
                bout.run(
                        setup.part(TRANSACTIONS),
                        SECONDS_AGAINST_HANGS,
                        TimeUnit.SECONDS,
                        thread -> new KitClient(db, bout.workload(), bout.tally(), Campaign.random(part + thread)));
                bout.lookAtAll(db.dataSource());
            }
            assertClean(bout, name + ", " + setup);
            summary.add(bout.tally());
        }
        Campaign.of("history of " + name).report("%s; no anomaly", summary);
        assertThat(summary.of(Txn.Outcome.COMMITTED)).isGreaterThanOrEqualTo(TRANSACTIONS);
        assertThat(summary.fewest()).as("transactions of the rarest way").isPositive();
    }

    private static void assertClean(Bout bout, String what) {
        List<Anomaly> anomalies = bout.anomalies();
        assertThat(anomalies.stream().limit(5))
                .as("%d anomalies of %s", anomalies.size(), what)
                .isEmpty();
        assertThat(bout.tally().firstErrors().entrySet().stream().filter(error -> !ALLOWED.contains(error.getKey())))
                .as("errors of %s", what)
                .isEmpty();
    }
}
