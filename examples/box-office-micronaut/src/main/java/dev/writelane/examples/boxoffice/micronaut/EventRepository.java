package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.micronaut.data.SqliteRepository;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.repository.CrudRepository;
import java.util.List;
import java.util.Optional;

@SqliteRepository
interface EventRepository extends CrudRepository<Event, Long> {

    String ROW = "SELECT e.id, e.name, e.venue, e.starts_at, e.sold,"
            + " (SELECT COUNT(*) FROM seat s WHERE s.event_id = e.id) AS seats FROM event e";

    /** Nobody else sells, frees or imports seats of it until the transaction ends. */
    Optional<Event> findByIdForUpdate(Long id);

    @Query(ROW + " ORDER BY e.id")
    List<EventRow> findRows();

    @Query(ROW + " WHERE e.id = :id")
    Optional<EventRow> findRow(long id);
}
