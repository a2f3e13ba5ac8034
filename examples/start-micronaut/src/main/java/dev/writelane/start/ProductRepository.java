package dev.writelane.start;

import dev.writelane.micronaut.data.SqliteRepository;
import io.micronaut.data.repository.CrudRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@SqliteRepository
interface ProductRepository extends CrudRepository<Product, UUID> {

    /** Nobody else can change the product until the transaction has ended. */
    Optional<Product> findByIdForUpdate(UUID id);

    List<Product> findAllOrderByName();
}
