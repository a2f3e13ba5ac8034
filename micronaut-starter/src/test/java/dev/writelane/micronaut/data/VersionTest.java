package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.data.exceptions.OptimisticLockException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who changes or deletes what somebody else has changed is told. */
class VersionTest extends DataTest {
    @Test
    void aStaleVersionChangesNothing() {
        AccountRepository accounts = bean(AccountRepository.class);
        Account first = accounts.save(new Account(null, 10, null));
        Account second = accounts.update(new Account(first.id(), 20, first.version()));
        assertThat(second.version()).isEqualTo(first.version() + 1);
        assertThatThrownBy(() -> accounts.update(new Account(first.id(), 30, first.version())))
                .isInstanceOf(OptimisticLockException.class);
        assertThatThrownBy(() -> accounts.delete(first)).isInstanceOf(OptimisticLockException.class);
        assertThat(accounts.findById(first.id())).contains(second);
    }

    @Test
    void aStaleOneInABatchUndoesTheTransaction() {
        AccountRepository accounts = bean(AccountRepository.class);
        Account fresh = accounts.save(new Account(null, 1, null));
        Account stale = accounts.save(new Account(null, 2, null));
        accounts.update(new Account(stale.id(), 3, stale.version()));
        assertThatThrownBy(() -> scope().transaction(() -> accounts.updateAll(List.of(
                        new Account(fresh.id(), 9, fresh.version()), new Account(stale.id(), 9, stale.version())))))
                .isInstanceOf(OptimisticLockException.class);
        assertThat(accounts.findById(fresh.id())).contains(fresh);
    }
}
