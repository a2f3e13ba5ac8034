package dev.writelane.micronaut.data;

import io.micronaut.data.repository.CrudRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@SqliteRepository
interface ScalarsRepository extends CrudRepository<Scalars, Long> {
    Optional<Scalars> findByUuid(UUID uuid);

    List<Scalars> findByGrade(Grade grade);

    List<Scalars> findByTruthTrue();

    List<Scalars> findByLarge(long large);
}
