package dev.writelane.attack.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import dev.writelane.attack.Campaign;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** The same clients and the same checker, with plain JDBC alone, on what others use: the attack is one that can succeed. */
@Tag("attack")
@Timeout(600)
class RivalHistoryTest {
    private static final int MILLIS_EACH = Campaign.rounds(150, 1_200);
    private static final int TRANSACTIONS_EACH = Campaign.rounds(400, 5_000);

    private static final int MOST_REPEATS = 600;

    @TempDir
    Path directory;

    private record Result(int committed, int ended, Map<String, ?> errors, Map<Anomaly.Kind, Integer> anomalies) {
        static Result of(Bout bout) {
            Map<Anomaly.Kind, Integer> kinds = new EnumMap<>(Anomaly.Kind.class);
            bout.anomalies().forEach(anomaly -> kinds.merge(anomaly.kind(), 1, Integer::sum));
            return new Result(
                    bout.tally().committed(), bout.tally().ended(), bout.tally().errors(), kinds);
        }

        boolean isClean() {
            return errors.isEmpty() && anomalies.isEmpty();
        }

        @Override
        public String toString() {
            return String.format(
                    "%,d of %,d committed, errors %s, anomalies %s",
                    committed, ended, errors.isEmpty() ? "none" : errors, anomalies.isEmpty() ? "none" : anomalies);
        }
    }

    @Test
    void stockPoolingShowsErrorsOrAnomaliesWhereTheKitShowsNone() throws Exception {
        Map<String, Supplier<Workload>> workloads =
                Map.of("bank", Bank::new, "lists", Lists::new, "on call", OnCall::new, "counters", Counters::new);
        Map<String, List<Result>> results = new TreeMap<>();
        for (Map.Entry<String, Supplier<Workload>> workload : workloads.entrySet()) {
            for (Rival rival : Rival.values()) {
                Result result =
                        rival(rival, workload.getKey(), workload.getValue().get());
                results.computeIfAbsent(rival.name(), key -> new ArrayList<>()).add(result);
                report(rival.name(), workload.getKey(), result);
            }
            Result kit = kit(workload.getKey(), workload.getValue().get());
            report("WRITELANE", workload.getKey(), kit);
            assertThat(kit.isClean()).as("%s", kit).isTrue();
        }
        // On a slow machine they may have come to almost nothing so far.
        showsIn(
                results.get(Rival.SHARED_CONNECTION.name()),
                Rival.SHARED_CONNECTION,
                result -> !result.anomalies.isEmpty());
        showsIn(results.get(Rival.HIKARI_DEFAULT.name()), Rival.HIKARI_DEFAULT, result -> !result.isClean());
    }

    private void showsIn(List<Result> results, Rival rival, Predicate<Result> fault) throws Exception {
        for (int more = 0; results.stream().noneMatch(fault) && more < MOST_REPEATS; more++) {
            results.add(rival(rival, "counters " + more, new Counters()));
        }
        assertThat(results).as("%s", rival).anyMatch(fault);
    }

    private static void report(String who, String workload, Result result) {
        Campaign.of("history of " + workload + ", by plain JDBC").report("%-17s %s", who, result);
    }

    private void run(Bout bout, DataSource source, String workload) throws InterruptedException {
        bout.run(
                TRANSACTIONS_EACH,
                MILLIS_EACH,
                TimeUnit.MILLISECONDS,
                thread -> new JdbcClient(
                        source, bout.workload(), bout.tally(), Campaign.random(workload.hashCode() * 100L + thread)));
    }

    private Result rival(Rival rival, String name, Workload workload) throws Exception {
        String url = "jdbc:sqlite:" + directory.resolve(rival + " " + name + ".db");
        Bout bout = new Bout(workload, false);
        try (Rival.Opened opened = rival.open(url)) {
            bout.create(opened.source());
            run(bout, opened.source(), name);
        }
        SQLiteDataSource fresh = new SQLiteDataSource();
        fresh.setUrl(url);
        bout.lookAtAll(fresh);
        return Result.of(bout);
    }

    private Result kit(String name, Workload workload) throws Exception {
        Bout bout = new Bout(workload, false);
        try (SqliteDatabase db =
                SqliteDatabase.open(SqliteConfig.builder("jdbc:sqlite:" + directory.resolve("kit " + name + ".db"))
                        .put("acquire-timeout", "60s")
                        .build())) {
            bout.create(db.dataSource());
            run(bout, db.dataSource(), name);
            bout.lookAtAll(db.dataSource());
        }
        return Result.of(bout);
    }
}
