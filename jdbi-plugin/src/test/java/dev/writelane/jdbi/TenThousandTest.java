package dev.writelane.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * 10,000 transactions that read, add one, write back and insert: on as many virtual threads at once, or on 200 platform threads 50 times
 * where the JDK has no others. Nothing is random; who comes when is the scheduler's.
 */
class TenThousandTest extends JdbiTest {
    private static final int TRANSACTIONS = 10_000;

    @Test
    void noneOfTenThousandTransactionsIsLostOrDoneTwice() throws Exception {
        jdbi.useHandle(handle -> handle.execute("CREATE TABLE counter AS SELECT 0 AS n"));
        boolean virtual = ThreadKind.available().anyMatch(kind -> kind == ThreadKind.VIRTUAL);
        int threads = virtual ? TRANSACTIONS : 200;
        ExecutorService executor = (virtual ? ThreadKind.VIRTUAL : ThreadKind.PLATFORM).executor(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int first = thread;
                running.add(executor.submit(() -> {
                    for (int i = first; i < TRANSACTIONS; i += threads) {
                        incrementAndInsert("A" + i);
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat((int) jdbi.withHandle(handle -> handle.createQuery("SELECT n FROM counter")
                        .mapTo(int.class)
                        .one()))
                .isEqualTo(TRANSACTIONS);
        assertThat(seats()).isEqualTo(TRANSACTIONS);
    }

    private void incrementAndInsert(String label) {
        jdbi.useTransaction(handle -> {
            int n = handle.createQuery("SELECT n FROM counter").mapTo(int.class).one();
            handle.execute("UPDATE counter SET n = ?", n + 1);
            insert(handle, label);
        });
    }
}
