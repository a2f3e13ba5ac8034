package dev.writelane.micronaut.data;

import io.micronaut.data.repository.CrudRepository;
import java.time.Instant;
import java.util.List;

@SqliteRepository
interface MomentsRepository extends CrudRepository<Moments, Long> {
    List<Moments> findByInstantAfterOrderByInstant(Instant instant);

    List<Moments> findByInstantBetween(Instant from, Instant to);
}
