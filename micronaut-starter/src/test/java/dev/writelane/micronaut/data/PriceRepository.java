package dev.writelane.micronaut.data;

import io.micronaut.data.repository.CrudRepository;
import java.math.BigDecimal;
import java.util.List;

@SqliteRepository
interface PriceRepository extends CrudRepository<Price, Long> {
    List<Price> findByAmountGreaterThanOrderByAmount(BigDecimal amount);

    List<Price> findByAmount(BigDecimal amount);
}
