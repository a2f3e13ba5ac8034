package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.micronaut.data.SqliteRepository;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.repository.CrudRepository;
import java.util.Optional;
import java.util.UUID;

/** The example's, but for the lock, as {@link EventRepository}. */
@SqliteRepository
interface ReservationRepository extends CrudRepository<Reservation, UUID> {

    @Query("SELECT id, event_id, customer, seats, total, created_at FROM reservation WHERE id = :id")
    Optional<Reservation> findByIdForUpdate(UUID id);
}
