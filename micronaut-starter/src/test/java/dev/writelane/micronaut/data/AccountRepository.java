package dev.writelane.micronaut.data;

import io.micronaut.data.model.Sort;
import io.micronaut.data.repository.CrudRepository;
import java.util.List;
import java.util.Optional;

@SqliteRepository
interface AccountRepository extends CrudRepository<Account, Long> {
    Optional<Account> findByIdForUpdate(Long id);

    List<Account> findByBalanceGreaterThanOrderByIdForUpdate(long balance);

    List<Account> findByBalanceLessThanForUpdate(long balance, Sort sort);
}
