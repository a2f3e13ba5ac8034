package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.micronaut.data.SqliteRepository;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.repository.CrudRepository;
import java.util.List;
import java.util.Optional;

/** The example's, but for the lock: stock sqlite-jdbc does not know FOR UPDATE, and its IMMEDIATE transaction is alone already. */
@SqliteRepository
interface EventRepository extends CrudRepository<Event, Long> {

    String ROW = "SELECT e.id, e.name, e.venue, e.starts_at, e.sold,"
            + " (SELECT COUNT(*) FROM seat s WHERE s.event_id = e.id) AS seats FROM event e";

    @Query("SELECT id, name, venue, starts_at, sold FROM event WHERE id = :id")
    Optional<Event> findByIdForUpdate(Long id);

    @Query(ROW + " ORDER BY e.id")
    List<EventRow> findRows();

    @Query(ROW + " WHERE e.id = :id")
    Optional<EventRow> findRow(long id);
}
