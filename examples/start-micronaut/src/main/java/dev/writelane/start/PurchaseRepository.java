package dev.writelane.start;

import dev.writelane.micronaut.data.SqliteRepository;
import io.micronaut.data.repository.CrudRepository;
import java.util.List;
import java.util.UUID;

@SqliteRepository
interface PurchaseRepository extends CrudRepository<Purchase, UUID> {

    List<Purchase> findByProductIdOrderByPurchasedAt(UUID productId);
}
