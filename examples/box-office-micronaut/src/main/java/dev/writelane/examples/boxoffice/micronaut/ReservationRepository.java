package dev.writelane.examples.boxoffice.micronaut;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.CrudRepository;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.ANSI)
interface ReservationRepository extends CrudRepository<Reservation, UUID> {}
