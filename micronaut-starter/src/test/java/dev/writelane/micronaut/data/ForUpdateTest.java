package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.data.model.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** findByIdForUpdate: nobody writes between the read and the end of its transaction. */
class ForUpdateTest extends DataTest {
    private static final int THREADS = 8;
    private static final int EACH = 25;

    @Test
    void readModifyWriteLosesNothing() throws Exception {
        AccountRepository accounts = bean(AccountRepository.class);
        Long id = accounts.save(new Account(null, 0, null)).id();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                all.add(threads.submit(() -> {
                    for (int i = 0; i < EACH; i++) {
                        scope().readCommitted(() -> {
                            Account read = accounts.findByIdForUpdate(id).orElseThrow();
                            return accounts.update(new Account(id, read.balance() + 1, read.version()));
                        });
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(accounts.findById(id)).get().extracting(Account::balance).isEqualTo((long) THREADS * EACH);
    }

    @Test
    void severalRowsInOrder() {
        AccountRepository accounts = bean(AccountRepository.class);
        accounts.saveAll(List.of(new Account(null, 5, null), new Account(null, 15, null), new Account(null, 25, null)));
        List<Account> locked = scope().transaction(() -> accounts.findByBalanceGreaterThanOrderByIdForUpdate(10));
        assertThat(locked).extracting(Account::balance).containsExactly(15L, 25L);
        locked = scope().transaction(
                        () -> accounts.findByBalanceLessThanForUpdate(20, Sort.of(Sort.Order.desc("balance"))));
        assertThat(locked).extracting(Account::balance).containsExactly(15L, 5L);
    }

    @Test
    void outsideOfATransactionItIsRefused() {
        assertThatThrownBy(() -> bean(AccountRepository.class).findByIdForUpdate(1L))
                .hasMessageContaining("FOR UPDATE")
                .extracting(DataTest::sqlState)
                .isEqualTo("25006");
    }
}
