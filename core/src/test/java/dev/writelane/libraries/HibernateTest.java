package dev.writelane.libraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writelane.hibernate.WritelaneDialect;
import jakarta.persistence.LockModeType;
import jakarta.persistence.OptimisticLockException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.hibernate.LockMode;
import org.hibernate.ScrollMode;
import org.hibernate.ScrollableResults;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plain Hibernate ORM with the kit's dialect finds what it calls. */
class HibernateTest extends LibraryTest {
    private static final int BATCH = 50;

    private SessionFactory sessions;

    /** Else the id is asked for by a second statement, last_insert_rowid(): the default of the community's dialect. */
    private boolean generatedKeys = true;

    @BeforeEach
    void createSchema() {
        sessions = sessionFactory("create", Booking.class, Receipt.class);
    }

    @AfterEach
    void closeFactory() {
        sessions.close();
    }

    private SessionFactory sessionFactory(String schema, Class<?>... entities) {
        Configuration configuration = new Configuration()
                .setProperty(AvailableSettings.DIALECT, WritelaneDialect.class.getName())
                .setProperty(AvailableSettings.HBM2DDL_AUTO, schema)
                .setProperty(AvailableSettings.HBM2DDL_HALT_ON_ERROR, "true")
                .setProperty(AvailableSettings.STATEMENT_BATCH_SIZE, Integer.toString(BATCH))
                .setProperty(AvailableSettings.USE_GET_GENERATED_KEYS, Boolean.toString(generatedKeys))
                .setProperty(AvailableSettings.GENERATE_STATISTICS, "true");
        configuration.getProperties().put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, db.dataSource());
        for (Class<?> entity : entities) {
            configuration.addAnnotatedClass(entity);
        }
        return configuration.buildSessionFactory();
    }

    private long persist(String label) {
        return sessions.fromTransaction(session -> {
            Booking booking = new Booking(label);
            session.persist(booking);
            return booking.id;
        });
    }

    private Booking find(long id) {
        return sessions.fromTransaction(session -> session.find(Booking.class, id));
    }

    private static long bookings(Session session) {
        return session.createSelectionQuery("select count(*) from Booking", Long.class)
                .getSingleResult();
    }

    private long bookings() {
        return sessions.fromTransaction(HibernateTest::bookings);
    }

    @Test
    void aSchemaItCreatedIsValidAndCanBeUpdated() {
        persist("A1");
        sessions.close();
        sessions = sessionFactory("update", Booking.class, Receipt.class);
        sessions.close();
        sessions = sessionFactory("validate", Booking.class, Receipt.class);
        assertThat(bookings()).as("rows outlive validation").isEqualTo(1);
    }

    @Test
    void aTableOfOthersWithAnUntypedColumnDoesNotStopValidation() throws SQLException {
        db.write(connection ->
                connection.createStatement().execute("CREATE TABLE others(anything, id INTEGER PRIMARY KEY)"));
        sessions.close();
        sessions = sessionFactory("validate", Booking.class, Receipt.class);
        assertThat(bookings()).isZero();
    }

    @Test
    void aMissingTableIsFoundByValidation() {
        assertThatThrownBy(() -> sessionFactory("validate", SequencedBooking.class))
                .hasMessageContaining("SequencedBooking");
    }

    @Test
    void aTableOfOthersIsValidWhenItKeepsWhatIsStored() throws SQLException {
        sessions.close();
        db.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("DROP TABLE Booking");
                statement.execute("CREATE TABLE Booking(id INTEGER PRIMARY KEY, label TEXT NOT NULL UNIQUE,"
                        + " tickets BIGINT NOT NULL, version NUMERIC NOT NULL)");
                statement.execute("DROP TABLE Receipt");
                return statement.execute(
                        "CREATE TABLE Receipt(id TEXT PRIMARY KEY, instant TEXT, dateTime TEXT, date TEXT,"
                                + " time TEXT, offset TEXT, uuid UUID, uuidAsText TEXT, amount REAL, exactAmount TEXT,"
                                + " tierAsNumber INTEGER, tierAsText TEXT, bytes BLOB, text TEXT, flag INTEGER, ratio NUMERIC,"
                                + " large INTEGER, version INTEGER)");
            }
        });
        sessions = sessionFactory("validate", Booking.class, Receipt.class);
        assertThat(persist("A1")).isEqualTo(1);
    }

    @Test
    void aColumnThatKeepsSomethingElseIsFoundByValidation() throws SQLException {
        sessions.close();
        db.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("DROP TABLE Booking");
                return statement.execute("CREATE TABLE Booking(id INTEGER PRIMARY KEY, label BLOB NOT NULL UNIQUE,"
                        + " tickets INTEGER NOT NULL, version INTEGER NOT NULL)");
            }
        });
        assertThatThrownBy(() -> sessionFactory("validate", Booking.class))
                .hasMessageContaining("column [label] in table [Booking]");
    }

    @Test
    void anIdentityIsKnownInAutocommitToo() {
        persist("A1");
        Booking booking = new Booking("A2");
        try (StatelessSession session = sessions.openStatelessSession()) {
            session.insert(booking);
        }
        assertThat(booking.id).isEqualTo(2);
    }

    @Test
    void anIdentityAskedForByASecondStatementInAutocommitIsRefusedNotGuessed() {
        sessions.close();
        generatedKeys = false;
        sessions = sessionFactory("none", Booking.class);
        try (StatelessSession session = sessions.openStatelessSession()) {
            assertThatThrownBy(() -> session.insert(new Booking("A1")))
                    .satisfies(
                            error -> assertThat(sqlErrorOf(error).getMessage()).contains("getGeneratedKeys()"));
        }
    }

    @Test
    void anIdentityIsGivenByTheInsert() {
        assertThat(persist("A1")).isEqualTo(1);
        assertThat(persist("A2")).isEqualTo(2);
        assertThat(find(2).label).isEqualTo("A2");
    }

    @Test
    void anEntityIsStoredFoundChangedAndRemoved() {
        long id = persist("A1");
        sessions.inTransaction(session -> session.find(Booking.class, id).tickets = 3);
        Booking changed = find(id);
        assertThat(changed.tickets).isEqualTo(3);
        assertThat(changed.version).isEqualTo(1);

        int updated = sessions.fromTransaction(
                session -> session.createMutationQuery("update Booking set tickets = tickets + 1 where label = :label")
                        .setParameter("label", "A1")
                        .executeUpdate());
        assertThat(updated).isEqualTo(1);
        assertThat(find(id).tickets).isEqualTo(4);

        sessions.inTransaction(session -> session.remove(session.find(Booking.class, id)));
        assertThat(find(id)).isNull();
    }

    @Test
    void aTransactionHoldsTheWriteLaneFromItsFirstStatementToItsEnd() {
        sessions.inTransaction(session -> {
            assertNoLaneIsHeld();
            assertThat(bookings(session)).isZero();
            assertThat(heldLanes()).containsExactly("write");
        });
        assertNoLaneIsHeld();
    }

    @Test
    void aPessimisticLockIsTheWriteLaneAtReadCommittedToo() {
        long id = persist("A1");
        sessions.inTransaction(session -> {
            session.doWork(connection -> connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED));
            session.find(Booking.class, id);
            assertNoLaneIsHeld();
            session.lock(session.find(Booking.class, id), LockMode.PESSIMISTIC_WRITE);
            assertThat(heldLanes()).containsExactly("write");
        });
        sessions.inTransaction(session -> {
            session.doWork(connection -> connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED));
            assertThat(session.createSelectionQuery("from Booking b order by b.id", Booking.class)
                            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                            .setMaxResults(1)
                            .getResultList())
                    .hasSize(1);
            assertThat(heldLanes()).containsExactly("write");
        });
        assertNoLaneIsHeld();
    }

    @Test
    void aUuidIsKeptAsItsCharactersAsJdbcDoes() {
        Receipt stored = new Receipt(1);
        stored.uuid = UUID.fromString("12345678-0000-4000-8000-000000000001");
        sessions.inTransaction(session -> session.persist(stored));

        assertThat(sessions.<Object>fromTransaction(session -> session.createNativeQuery(
                                "SELECT typeof(id) || ' ' || uuid FROM Receipt WHERE id = '" + stored.id + "'",
                                String.class)
                        .getSingleResult()))
                .isEqualTo("text 12345678-0000-4000-8000-000000000001");
    }

    @Test
    void anErrorRollsBackAndFreesTheLane() {
        assertThatThrownBy(() -> sessions.inTransaction(session -> {
                    session.persist(new Booking("A1"));
                    session.flush();
                    throw new IllegalStateException("changed my mind");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertNoLaneIsHeld();
        assertThat(bookings()).isZero();
    }

    @Test
    void aSessionClosedInsideItsTransactionLeavesNothing() {
        try (Session session = sessions.openSession()) {
            session.beginTransaction();
            session.persist(new Booking("A1"));
            session.flush();
            assertThat(heldLanes()).containsExactly("write");
        }
        assertNoLaneIsHeld();
        assertThat(bookings()).isZero();
    }

    @Test
    void aStaleVersionIsRefused() {
        long id = persist("A1");
        Booking stale = find(id);
        sessions.inTransaction(session -> session.find(Booking.class, id).tickets = 1);
        stale.tickets = 7;
        assertThatThrownBy(() -> sessions.inTransaction(session -> session.merge(stale)))
                .isInstanceOf(OptimisticLockException.class);
        assertThat(find(id).tickets).isEqualTo(1);
    }

    @Test
    void aRowChangedUnderAVersionedUpdateIsNoticed() {
        long id = persist("A1");
        assertThatThrownBy(() -> sessions.inTransaction(session -> {
                    Booking booking = session.find(Booking.class, id);
                    session.createMutationQuery("update versioned Booking set tickets = 1")
                            .executeUpdate();
                    booking.tickets = 7;
                }))
                .isInstanceOf(OptimisticLockException.class);
        assertThat(find(id).tickets).isZero();
    }

    @Test
    void noIncrementIsLostAndNoVersionIsStale() throws Exception {
        long id = persist("A1");
        inThreads(8, () -> {
            for (int i = 0; i < 100; i++) {
                sessions.inTransaction(session -> session.find(Booking.class, id).tickets++);
            }
            return null;
        });
        Booking booking = find(id);
        assertThat(booking.tickets).isEqualTo(800);
        assertThat(booking.version).isEqualTo(800);
        assertThat(sessions.getStatistics().getOptimisticFailureCount()).isZero();
    }

    @Test
    void insertsUpdatesAndDeletesAreBatched() {
        int rows = 4 * BATCH;
        sessions.getStatistics().clear();
        sessions.inTransaction(
                session -> LongStream.range(0, rows).mapToObj(Receipt::new).forEach(session::persist));
        assertThat(sessions.getStatistics().getPrepareStatementCount())
                .as("statements prepared for %s rows", rows)
                .isLessThanOrEqualTo(rows / BATCH);

        sessions.inTransaction(session -> receipts(session).forEach(receipt -> receipt.large += 1_000));
        List<Receipt> changed = sessions.fromTransaction(HibernateTest::receipts);
        assertThat(changed)
                .hasSize(rows)
                .allSatisfy(receipt -> assertThat(receipt.version).isEqualTo(1));
        assertThat(changed.get(7).large).isEqualTo(1_007);

        sessions.inTransaction(session -> receipts(session).forEach(session::remove));
        assertThat(sessions.fromTransaction(HibernateTest::receipts)).isEmpty();
    }

    private static List<Receipt> receipts(Session session) {
        return session.createSelectionQuery("from Receipt order by large", Receipt.class)
                .getResultList();
    }

    @Test
    void aStatelessSessionInsertsInOneBatch() {
        try (StatelessSession session = sessions.openStatelessSession()) {
            session.beginTransaction();
            session.insertMultiple(
                    LongStream.range(0, BATCH).mapToObj(Receipt::new).toList());
            session.getTransaction().commit();
        }
        assertThat(sessions.fromTransaction(HibernateTest::receipts)).hasSize(BATCH);
    }

    @Test
    void aPageOfRowsIsRead() {
        fill(25);
        List<Long> page = sessions.fromTransaction(
                session -> session.createSelectionQuery("select id from Booking order by id", Long.class)
                        .setFirstResult(10)
                        .setMaxResults(5)
                        .getResultList());
        assertThat(page).containsExactly(11L, 12L, 13L, 14L, 15L);
        List<Long> rest = sessions.fromTransaction(
                session -> session.createSelectionQuery("select id from Booking order by id", Long.class)
                        .setFirstResult(23)
                        .getResultList());
        assertThat(rest).containsExactly(24L, 25L);
    }

    @Test
    void valuesSurviveARoundTripAndAreFoundByThemselves() {
        Receipt stored = new Receipt(Long.MIN_VALUE);
        stored.instant = Instant.parse("2026-03-29T01:30:00.123Z");
        stored.dateTime = LocalDateTime.parse("2026-10-25T02:30:00.123");
        stored.date = LocalDate.parse("2026-02-28");
        stored.time = LocalTime.parse("23:59:58");
        stored.offset = OffsetDateTime.of(2026, 7, 1, 12, 0, 0, 0, ZoneOffset.UTC);
        stored.uuid = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");
        stored.uuidAsText = UUID.fromString("ffffffff-e89b-12d3-a456-426614174000");
        stored.amount = new BigDecimal("12345678901.2345");
        stored.exactAmount = new BigDecimal("123456789012345.6789");
        stored.tierAsNumber = Receipt.Tier.BALCONY;
        stored.tierAsText = Receipt.Tier.STALLS;
        stored.bytes = "bytes\0and more".getBytes(StandardCharsets.UTF_8);
        stored.text = "a long text: ä € 🎫".repeat(1_000);
        stored.flag = true;
        stored.ratio = 0.1;
        sessions.inTransaction(session -> {
            session.persist(stored);
            session.persist(new Receipt(0));
        });

        Receipt read = sessions.fromTransaction(session -> session.find(Receipt.class, stored.id));
        assertThat(read)
                .usingRecursiveComparison()
                .withEqualsForType((a, b) -> a.toInstant().equals(b.toInstant()), OffsetDateTime.class)
                .isEqualTo(stored);

        for (String field : List.of(
                "instant",
                "dateTime",
                "date",
                "time",
                "offset",
                "uuid",
                "uuidAsText",
                "amount",
                "exactAmount",
                "tierAsNumber",
                "tierAsText",
                "bytes",
                "flag",
                "ratio",
                "large",
                "id")) {
            assertThat(idsWhere(field, valueOf(stored, field))).as(field).containsExactly(stored.id);
        }
        Receipt empty = sessions.fromTransaction(HibernateTest::receipts).get(1);
        assertThat(empty).usingRecursiveComparison().ignoringFields("id").isEqualTo(new Receipt(0));
    }

    private static Object valueOf(Receipt receipt, String field) {
        try {
            return Receipt.class.getDeclaredField(field).get(receipt);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(field, e);
        }
    }

    private List<UUID> idsWhere(String field, Object value) {
        return sessions.fromTransaction(session -> session.createSelectionQuery(
                        "select r.id from Receipt r where r." + field + " = :value", UUID.class)
                .setParameter("value", value)
                .getResultList());
    }

    @Test
    void momentsAndAmountsAreOrdered() {
        List<Instant> moments = List.of(
                Instant.parse("1969-12-31T23:59:59.999Z"),
                Instant.parse("2026-03-29T00:59:59Z"),
                Instant.parse("2026-03-29T01:00:00.5Z"),
                Instant.parse("2026-10-25T01:00:00Z"));
        List<String> amounts = List.of("-10", "9", "10.5", "12345678901.2345");
        sessions.inTransaction(session -> {
            for (int i : new int[] {2, 0, 3, 1}) {
                Receipt receipt = new Receipt(i);
                receipt.instant = moments.get(i);
                receipt.amount = new BigDecimal(amounts.get(i));
                session.persist(receipt);
            }
        });
        sessions.inTransaction(session -> {
            assertThat(session.createSelectionQuery("select r.large from Receipt r order by r.instant", Long.class)
                            .getResultList())
                    .containsExactly(0L, 1L, 2L, 3L);
            assertThat(session.createSelectionQuery("select r.large from Receipt r order by r.amount", Long.class)
                            .getResultList())
                    .containsExactly(0L, 1L, 2L, 3L);
            assertThat(session.createSelectionQuery(
                                    "select r.large from Receipt r where r.instant > :moment and r.amount < :amount",
                                    Long.class)
                            .setParameter("moment", moments.get(0))
                            .setParameter("amount", new BigDecimal("10.51"))
                            .getResultList())
                    .containsExactlyInAnyOrder(1L, 2L);
        });
    }

    @Test
    void aViolatedUniquenessIsHibernatesOwnError() {
        persist("A1");
        ConstraintViolationException error =
                catchThrowableOfType(ConstraintViolationException.class, () -> persist("A1"));
        assertThat(error.getSQLState()).isEqualTo("23505");
        assertThat(error.getErrorCode()).isEqualTo(19);
        assertThat(error.getConstraintName()).contains("Booking.label");
        assertThat(bookings()).isEqualTo(1);
    }

    @Test
    void aMissingValueIsHibernatesOwnError() {
        ConstraintViolationException error = catchThrowableOfType(
                ConstraintViolationException.class,
                () -> sessions.inTransaction(session -> session.createNativeMutationQuery(
                                "insert into Booking(tickets, version) values (0, 0)")
                        .executeUpdate()));
        assertThat(error.getSQLState()).isEqualTo("23502");
    }

    @Test
    void aReadOnlySessionReadsBesideAWriterAndCannotWrite() throws SQLException {
        fill(3);
        try (Session session = sessions.withOptions().readOnly(true).openSession()) {
            session.beginTransaction();
            assertThat(bookings(session)).isEqualTo(3);
            assertThat(heldLanes()).singleElement().asString().startsWith("read-");
            persist("while it reads");
            assertThat(bookings(session)).as("its snapshot").isEqualTo(3);
            assertThatThrownBy(() ->
                            session.createMutationQuery("delete from Booking").executeUpdate())
                    .satisfies(
                            error -> assertThat(sqlErrorOf(error).getSQLState()).isEqualTo("25006"));
            session.getTransaction().rollback();
        }
        assertNoLaneIsHeld();
        assertThat(bookings()).isEqualTo(4);
    }

    @Test
    void aConnectionSetReadOnlyByHandIsReadOnlyForItsTransaction() {
        fill(3);
        try (Session session = sessions.openSession()) {
            session.beginTransaction();
            session.doWork(connection -> connection.setReadOnly(true));
            session.setDefaultReadOnly(true);
            session.find(Booking.class, 1L).tickets = 7;
            assertThat(heldLanes()).singleElement().asString().startsWith("read-");
            session.getTransaction().commit();
        }
        assertThat(find(1).tickets).isZero();
    }

    @Test
    void aStreamOfRowsIsReadAndCanBeLeftEarly() {
        fill(1_000);
        sessions.inTransaction(session -> {
            try (Stream<Booking> stream = stream(session)) {
                assertThat(stream.mapToLong(booking -> booking.id).sum()).isEqualTo(500_500);
            }
            try (Stream<Booking> stream = stream(session)) {
                assertThat(stream.findFirst())
                        .hasValueSatisfying(first -> assertThat(first.id).isEqualTo(1));
            }
            session.clear();
        });
        try (Session session = sessions.openSession()) {
            assertThat(stream(session).iterator().next().id).isEqualTo(1);
        }
        assertNoLaneIsHeld();
    }

    private static Stream<Booking> stream(Session session) {
        return session.createSelectionQuery("from Booking order by id", Booking.class)
                .setFetchSize(100)
                .getResultStream();
    }

    @Test
    void rowsAreChangedWhileTheyAreScrolled() {
        fill(300);
        sessions.inTransaction(session -> {
            try (ScrollableResults<Booking> rows = session.createSelectionQuery(
                            "from Booking order by id", Booking.class)
                    .scroll(ScrollMode.FORWARD_ONLY)) {
                for (int n = 1; rows.next(); n++) {
                    rows.get().tickets = 1;
                    if (n % BATCH == 0) {
                        session.flush();
                        session.clear();
                    }
                }
            }
        });
        long tickets = sessions.fromTransaction(
                session -> session.createSelectionQuery("select sum(tickets) from Booking", Long.class)
                        .getSingleResult());
        assertThat(tickets).isEqualTo(300);
    }

    @Test
    void savepointsOfTheSessionsConnectionWork() {
        sessions.inTransaction(session -> {
            session.persist(new Booking("A1"));
            session.flush();
            session.doWork(connection -> {
                var savepoint = connection.setSavepoint();
                try (var statement = connection.createStatement()) {
                    statement.executeUpdate("delete from Booking");
                }
                connection.rollback(savepoint);
            });
        });
        assertThat(bookings()).isEqualTo(1);
    }

    @Test
    void aSequenceInAnotherTransactionFailsWithTheHolderNamed() throws SQLException {
        sessions.close();
        reopen("acquire-timeout", "100ms");
        sessions = sessionFactory("create", Booking.class, SequencedBooking.class);
        assertThatThrownBy(() -> sessions.inTransaction(session -> {
                    session.persist(new Booking("A1"));
                    session.persist(new SequencedBooking());
                }))
                .satisfies(error -> {
                    assertThat(sqlErrorOf(error).getSQLState()).isEqualTo("55P03");
                    assertThat(sqlErrorOf(error).getMessage()).contains("this very thread");
                });
        assertThat(bookings()).isZero();
    }

    private void fill(int rows) {
        sessions.inTransaction(session -> {
            for (int i = 1; i <= rows; i++) {
                session.persist(new Booking("A" + i));
            }
        });
    }
}
