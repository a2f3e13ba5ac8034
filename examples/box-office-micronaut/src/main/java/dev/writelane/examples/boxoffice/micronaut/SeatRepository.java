package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.micronaut.data.SqliteRepository;
import io.micronaut.data.model.Page;
import io.micronaut.data.model.Pageable;
import io.micronaut.data.repository.CrudRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

@SqliteRepository
interface SeatRepository extends CrudRepository<Seat, Long> {

    Optional<Seat> findByEventIdAndRowNameAndNumber(long eventId, String rowName, int number);

    List<Seat> findByEventIdAndRowNameAndNumberIn(long eventId, String rowName, List<Integer> numbers);

    List<Seat> findByReservationId(UUID reservationId);

    Page<Seat> findByEventId(long eventId, Pageable page);

    Page<Seat> findByEventIdAndReservationIdIsNull(long eventId, Pageable page);

    Page<Seat> findByEventIdAndReservationIdIsNotNull(long eventId, Pageable page);

    /** Reads row by row while it is consumed; to be closed, inside a transaction. */
    Stream<Seat> findByEventIdOrderById(long eventId);
}
