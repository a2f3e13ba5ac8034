package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.micronaut.data.SqliteRepository;
import io.micronaut.data.repository.CrudRepository;
import java.util.Optional;
import java.util.UUID;

@SqliteRepository
interface ReservationRepository extends CrudRepository<Reservation, UUID> {

    /** Nobody else cancels it until the transaction ends. Before the event's lock, never after it. */
    Optional<Reservation> findByIdForUpdate(UUID id);
}
