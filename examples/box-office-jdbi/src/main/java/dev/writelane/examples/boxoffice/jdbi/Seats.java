package dev.writelane.examples.boxoffice.jdbi;

import dev.writelane.examples.boxoffice.domain.ExportCsv;
import dev.writelane.examples.boxoffice.domain.Refused;
import dev.writelane.examples.boxoffice.domain.SeatCsv;
import dev.writelane.examples.boxoffice.domain.SeatLabel;
import dev.writelane.examples.boxoffice.domain.SeatLine;
import dev.writelane.examples.boxoffice.domain.SeatPage;
import dev.writelane.examples.boxoffice.domain.SeatQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.FetchSize;
import org.jdbi.v3.sqlobject.statement.BatchChunkSize;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/** The seats of events: listed, imported and exported, reserved and freed. */
@RegisterConstructorMapper(Seat.class)
interface Seats {

    int BATCH = 500;

    String SEAT = "SELECT id, row_name, number, price, reservation_id FROM seat";

    String WANTED = " WHERE event_id = :eventId AND (:free IS NULL OR :free = (reservation_id IS NULL))";

    @CreateSqlObject
    Events events();

    /** The page and the total in it are of one snapshot. */
    @Transaction(value = TransactionIsolationLevel.REPEATABLE_READ, readOnly = true)
    default SeatPage list(long eventId, SeatQuery query) {
        if (events().sold(eventId).isEmpty()) {
            throw Refused.noEvent(eventId);
        }
        return new SeatPage(
                find(eventId, query.free(), query.size(), query.offset()).stream()
                        .map(Seat::view)
                        .toList(),
                query.page(),
                query.size(),
                count(eventId, query.free()));
    }

    @SqlQuery(SEAT + WANTED + " ORDER BY id LIMIT :size OFFSET :offset")
    List<Seat> find(long eventId, @Nullable Boolean free, int size, long offset);

    @SqlQuery("SELECT COUNT(*) FROM seat" + WANTED)
    long count(long eventId, @Nullable Boolean free);

    @SqlQuery(SEAT + " WHERE event_id = :eventId AND row_name = :row AND number = :number")
    Optional<Seat> find(long eventId, @BindMethods SeatLabel label);

    /** The transaction is the snapshot; it lasts until the last row is written. */
    @Transaction(value = TransactionIsolationLevel.REPEATABLE_READ, readOnly = true)
    default void export(long eventId, Writer file) throws IOException {
        ExportCsv csv = new ExportCsv(file);
        try (ResultIterator<Seat> seats = each(eventId)) {
            while (seats.hasNext()) {
                Seat seat = seats.next();
                csv.seat(seat.label(), seat.price(), seat.reservationId());
            }
        }
    }

    /** Row by row, or by as many as a server sends at once: without the number, PostgreSQL's driver would keep them all. */
    @SqlQuery(SEAT + " WHERE event_id = :eventId ORDER BY id")
    @FetchSize(BATCH)
    ResultIterator<Seat> each(long eventId);

    @SqlBatch("INSERT INTO seat (event_id, row_name, number, price) VALUES (:eventId, :row, :number, :price)")
    @BatchChunkSize(BATCH)
    void add(long eventId, @BindMethods Iterator<SeatLabel> labels, BigDecimal price);

    /**
     * Adds the seats of a CSV file: all of them or, when one line is wrong, none.
     *
     * @return the number of seats
     * @throws Refused naming the line that is wrong, or whose seat is there already
     */
    @Transaction
    default long importAll(long eventId, BufferedReader file) throws IOException {
        if (events().lock(eventId).isEmpty()) {
            throw Refused.noEvent(eventId);
        }
        SeatCsv csv = new SeatCsv(file);
        long imported = 0;
        for (List<SeatLine> lines = csv.next(BATCH); !lines.isEmpty(); lines = csv.next(BATCH)) {
            boolean[] added = addNew(eventId, lines);
            for (int i = 0; i < added.length; i++) {
                if (!added[i]) {
                    throw Refused.alreadyThere(eventId, lines.get(i));
                }
            }
            imported += added.length;
        }
        return imported;
    }

    /** True for each line whose seat was not there before. */
    @SqlBatch("INSERT INTO seat (event_id, row_name, number, price)"
            + " VALUES (:eventId, :label.row, :label.number, :price) ON CONFLICT DO NOTHING")
    boolean[] addNew(long eventId, @BindMethods List<SeatLine> lines);

    @SqlUpdate("UPDATE seat SET reservation_id = :reservation WHERE id IN (<ids>)")
    void reserve(@BindList List<Long> ids, UUID reservation);

    /** Returns how many they were. */
    @SqlUpdate("UPDATE seat SET reservation_id = NULL WHERE reservation_id = :reservation")
    int free(UUID reservation);
}
