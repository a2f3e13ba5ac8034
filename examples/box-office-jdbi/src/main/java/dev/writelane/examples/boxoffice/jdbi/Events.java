package dev.writelane.examples.boxoffice.jdbi;

import dev.writelane.examples.boxoffice.domain.EventView;
import dev.writelane.examples.boxoffice.domain.NewEvent;
import dev.writelane.examples.boxoffice.domain.Refused;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.GetGeneratedKeys;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** Makes events with their seats, and finds them. */
@RegisterConstructorMapper(EventView.class)
interface Events {

    String VIEW = "SELECT id, name, venue, starts_at, sold,"
            + " (SELECT COUNT(*) FROM seat WHERE event_id = event.id) AS seats FROM event";

    @CreateSqlObject
    Seats seats();

    @SqlQuery(VIEW + " ORDER BY id")
    List<EventView> all();

    @SqlQuery(VIEW + " WHERE id = :id")
    Optional<EventView> find(long id);

    default EventView get(long id) {
        return find(id).orElseThrow(() -> Refused.noEvent(id));
    }

    @Transaction
    default EventView create(NewEvent.Checked wanted) {
        long id = add(wanted);
        seats().add(id, wanted.seats().iterator(), wanted.price());
        return get(id);
    }

    @SqlUpdate("INSERT INTO event (name, venue, starts_at, sold) VALUES (:name, :venue, :startsAt, 0)")
    @GetGeneratedKeys
    long add(@BindMethods NewEvent.Checked event);

    @SqlQuery("SELECT sold FROM event WHERE id = :id")
    Optional<Integer> sold(long id);

    /** How many seats are sold; nobody else sells, frees or imports any until the transaction ends. */
    @SqlQuery("SELECT sold FROM event WHERE id = :id FOR UPDATE")
    Optional<Integer> lock(long id);

    @SqlUpdate("UPDATE event SET sold = :sold WHERE id = :id")
    void setSold(long id, int sold);
}
