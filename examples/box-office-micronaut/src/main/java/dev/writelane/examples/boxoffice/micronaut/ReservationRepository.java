package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.micronaut.data.SqliteRepository;
import io.micronaut.data.repository.CrudRepository;
import java.util.UUID;

@SqliteRepository
interface ReservationRepository extends CrudRepository<Reservation, UUID> {}
