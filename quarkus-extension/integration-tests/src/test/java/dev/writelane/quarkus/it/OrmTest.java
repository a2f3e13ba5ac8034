package dev.writelane.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.writelane.DatabaseStatus.LaneStatus;
import dev.writelane.SqliteDatabase;
import dev.writelane.quarkus.it.shop.Guest;
import dev.writelane.quarkus.it.shop.Seat;
import dev.writelane.quarkus.it.shop.SeatRepository;
import dev.writelane.quarkus.it.shop.Ticket;
import io.quarkus.agroal.DataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.OptimisticLockException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hibernate ORM and Panache on a schema that Flyway migrated at the start and Hibernate found valid. */
@QuarkusTest
@WithTestResource(FreshFiles.class)
class OrmTest {
    private static final int THREADS = 8;
    private static final int TIMES = 50;

    @Inject
    EntityManager entities;

    @Inject
    SeatRepository seats;

    @Inject
    @DataSource("shop")
    SqliteDatabase database;

    @BeforeEach
    void empty() {
        QuarkusTransaction.requiringNew().run(() -> {
            seats.deleteAll();
            Guest.deleteAll();
            entities.createQuery("delete from Ticket").executeUpdate();
        });
    }

    @AfterEach
    void nothingIsHeld() {
        assertThat(database.status().lanes()).extracting(LaneStatus::holder).containsOnlyNulls();
    }

    @Test
    void flywayHasMigratedAFreshFile() throws SQLException {
        Path file = Path.of(database.status().file());
        assertThat(file)
                .exists()
                .satisfies(path -> assertThat(path.getFileName().toString()).matches("shop-[0-9a-f-]{36}\\.db"));
        String migration = database.read(connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT script FROM flyway_schema_history WHERE success")) {
                return rows.next() ? rows.getString(1) : "none";
            }
        });
        assertThat(migration).endsWith("V1__shop.sql");
    }

    @Test
    void anIdentityComesWithItsInsert() {
        List<Seat> stored = store("A1", "A2");
        assertThat(stored.get(1).id).isEqualTo(stored.get(0).id + 1);
        assertThat(seats.reading(() -> seats.findById(stored.get(1).id).label)).isEqualTo("A2");
    }

    @Test
    void aStaleVersionIsRefused() {
        Seat stale = store("A1").get(0);
        QuarkusTransaction.requiringNew().run(() -> seats.findById(stale.id).sold = true);
        stale.sector = 7;
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> entities.merge(stale)))
                .isInstanceOfAny(OptimisticLockException.class, org.hibernate.StaleStateException.class);
        assertThat(seats.reading(() -> seats.findById(stale.id).sector)).isZero();
    }

    @Test
    void noIncrementIsLostAndNoVersionIsStale() throws Exception {
        long id = store("A1").get(0).id;
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Object>> done = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Callable<Object> work = () -> {
                    for (int i = 0; i < TIMES; i++) {
                        seats.sell(id);
                    }
                    return "done";
                };
                done.add(threads.submit(work));
            }
            for (Future<Object> each : done) {
                each.get(180, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        Seat seat = seats.reading(() -> seats.findById(id));
        assertThat(List.of(seat.sector, seat.version)).containsOnly(THREADS * TIMES);
    }

    @Test
    void insertsGoInBatchesAndComeBackAsAStream() {
        var statistics =
                entities.getEntityManagerFactory().unwrap(SessionFactory.class).getStatistics();
        statistics.clear();
        Instant now = Instant.parse("2026-03-29T01:30:00.123Z");
        QuarkusTransaction.requiringNew()
                .run(() -> IntStream.range(0, 200).forEach(i -> {
                    Ticket ticket = new Ticket();
                    ticket.price = BigDecimal.valueOf(i);
                    ticket.boughtAt = now;
                    entities.persist(ticket);
                }));
        assertThat(statistics.getPrepareStatementCount()).isLessThanOrEqualTo(4);

        List<Integer> prices = seats.reading(() -> {
            try (Stream<Ticket> tickets = entities.createQuery("from Ticket order by price", Ticket.class)
                    .getResultStream()) {
                return tickets.filter(ticket -> ticket.boughtAt.equals(now))
                        .limit(3)
                        .map(ticket -> ticket.price.intValue())
                        .toList();
            }
        });
        assertThat(prices).containsExactly(0, 1, 2);
    }

    @Test
    void aStreamLeftOpenEndsWithItsTransaction() {
        store("A1", "A2", "A3");
        String first = QuarkusTransaction.requiringNew()
                .call(() -> seats.streamAll().iterator().next().label);
        assertThat(first).startsWith("A");
    }

    @Test
    void pagesAreReadBesideAWriter() {
        store(IntStream.range(10, 35).mapToObj(i -> "A" + i).toArray(String[]::new));
        List<String> page = QuarkusTransaction.requiringNew().call(() -> {
            Guest guest = new Guest();
            guest.name = "the writer";
            guest.persistAndFlush();
            ExecutorService reader = Executors.newSingleThreadExecutor();
            try {
                return reader.submit(() -> seats.page(2, 10)).get(180, TimeUnit.SECONDS);
            } finally {
                reader.shutdownNow();
            }
        });
        assertThat(page).containsExactly("A30", "A31", "A32", "A33", "A34");
    }

    @Test
    void anActiveRecordIsStoredFoundChangedAndRemoved() {
        Guest guest = new Guest();
        guest.name = "Ada";
        QuarkusTransaction.requiringNew().run(() -> guest.persist());
        QuarkusTransaction.requiringNew().run(() -> Guest.update("name = 'Grace' where id = ?1", guest.id));
        assertThat(seats.reading(() -> Guest.<Guest>findById(guest.id).name)).isEqualTo("Grace");
        QuarkusTransaction.requiringNew().run(() -> Guest.deleteById(guest.id));
        assertThat(seats.reading(() -> Guest.count())).isZero();
    }

    @Test
    void aWriteInAReadOnlyTransactionIsRefused() {
        long id = store("A1").get(0).id;
        for (Runnable write : List.<Runnable>of(() -> new Guest().persistAndFlush(), () -> Guest.deleteAll(), () -> {
            seats.findById(id).sold = true;
            seats.flush();
        })) {
            Throwable error = catchThrowable(() -> seats.reading(() -> {
                write.run();
                return "written";
            }));
            assertThat(sqlErrorOf(error).getSQLState()).isEqualTo("25006");
        }
        assertThat(seats.reading(() -> seats.findById(id).sold)).isFalse();
    }

    private List<Seat> store(String... labels) {
        List<Seat> stored = Stream.of(labels).map(Seat::new).toList();
        QuarkusTransaction.requiringNew().run(() -> seats.persist(stored));
        return stored;
    }

    private static SQLException sqlErrorOf(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException found) {
                return found;
            }
        }
        throw new AssertionError("no SQLException", error);
    }
}
