package dev.writelane.libraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.transaction.SerializableTransactionRunner;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plain Jdbi finds what it calls. */
class JdbiTest extends LibraryTest {
    private static final String COUNT = "SELECT count(*) FROM seat";

    private Jdbi jdbi;

    public record Seat(long id, String label, Optional<String> buyer) {}

    public enum Tier {
        STALLS,
        BALCONY
    }

    public record Values(
            Instant instant,
            LocalDateTime dateTime,
            LocalDate date,
            LocalTime time,
            OffsetDateTime offset,
            UUID uuid,
            BigDecimal amount,
            Tier tier,
            byte[] bytes,
            boolean flag,
            double ratio,
            String missing) {}

    @BeforeEach
    void createTable() {
        jdbi = Jdbi.create(db.dataSource()).installPlugin(new SqlObjectPlugin());
        jdbi.registerRowMapper(ConstructorMapper.factory(Seat.class));
        jdbi.useHandle(handle -> handle.createScript("""
                        CREATE TABLE seat(id INTEGER PRIMARY KEY, label TEXT NOT NULL UNIQUE, buyer TEXT);
                        CREATE INDEX seat_by_buyer ON seat(buyer);
                        """).execute());
    }

    private int seats() {
        return jdbi.withHandle(JdbiTest::seats);
    }

    private static int seats(Handle handle) {
        return handle.createQuery(COUNT).mapTo(int.class).one();
    }

    private static void insert(Handle handle, String label) {
        handle.execute("INSERT INTO seat(label) VALUES (?)", label);
    }

    /** On a connection of its own: within useHandle and its like, Jdbi gives a thread the handle it has already. */
    private void insertElsewhere(String label) {
        try (Handle other = jdbi.open()) {
            insert(other, label);
        }
    }

    @Test
    void aHandleUpdatesAndQueries() {
        jdbi.useHandle(handle -> {
            int inserted = handle.createUpdate("INSERT INTO seat(label, buyer) VALUES (:label, :buyer)")
                    .bind("label", "A1")
                    .bind("buyer", Optional.of("Ada"))
                    .execute();
            assertThat(inserted).isEqualTo(1);
            insert(handle, "A2");
            assertThat(handle.createQuery("SELECT * FROM seat ORDER BY label")
                            .mapTo(Seat.class)
                            .list())
                    .containsExactly(new Seat(1, "A1", Optional.of("Ada")), new Seat(2, "A2", Optional.empty()));
            Map<String, Object> row = handle.createQuery("SELECT buyer AS who FROM seat WHERE id = 1")
                    .mapToMap()
                    .one();
            assertThat(row).isEqualTo(Map.of("who", "Ada"));
            assertThat(handle.createQuery(COUNT + " WHERE label = 'Z9'")
                            .mapTo(Integer.class)
                            .findOne())
                    .contains(0);
            assertNoLaneIsHeld();
        });
        int deleted = jdbi.withHandle(handle -> handle.execute("DELETE FROM seat"));
        assertThat(deleted).isEqualTo(2);
    }

    @Test
    void aTransactionCommitsAndRollsBack() {
        jdbi.useTransaction(handle -> {
            insert(handle, "A1");
            assertThat(heldLanes()).containsExactly("write");
        });
        assertThatThrownBy(() -> jdbi.useTransaction(handle -> {
                    insert(handle, "A2");
                    throw new IllegalStateException("changed my mind");
                }))
                .isInstanceOf(IllegalStateException.class);
        jdbi.useTransaction(handle -> {
            insert(handle, "A3");
            handle.rollback();
        });
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void aSerializableTransactionHoldsTheWriteLaneFromItsFirstRead() {
        int seats = jdbi.inTransaction(TransactionIsolationLevel.SERIALIZABLE, handle -> {
            assertNoLaneIsHeld();
            int before = seats(handle);
            assertThat(heldLanes()).containsExactly("write");
            insert(handle, "A1");
            return seats(handle) - before;
        });
        assertThat(seats).isEqualTo(1);
    }

    @Test
    void aReadCommittedTransactionReadsBesideWritersUntilItWrites() {
        jdbi.useTransaction(TransactionIsolationLevel.READ_COMMITTED, handle -> {
            assertThat(handle.getTransactionIsolationLevel()).isEqualTo(TransactionIsolationLevel.READ_COMMITTED);
            assertThat(seats(handle)).isZero();
            assertNoLaneIsHeld();
            insertElsewhere("A1");
            assertThat(seats(handle)).as("the latest commit").isEqualTo(1);
            insert(handle, "A2");
            assertThat(heldLanes()).containsExactly("write");
        });
        assertThat(seats()).isEqualTo(2);
    }

    @Test
    void theIsolationLevelOfATransactionDoesNotOutliveIt() {
        jdbi.useHandle(handle -> {
            TransactionIsolationLevel before = handle.getTransactionIsolationLevel();
            handle.useTransaction(TransactionIsolationLevel.READ_COMMITTED, JdbiTest::seats);
            assertThat(handle.getTransactionIsolationLevel()).isEqualTo(before);
        });
    }

    @Test
    void aWriteByAReadOnlyHandleIsRefused() {
        jdbi.useHandle(handle -> {
            handle.setReadOnly(true);
            assertThat(handle.isReadOnly()).isTrue();
            assertThat(seats(handle)).isZero();
            assertThatThrownBy(() -> insert(handle, "A1"))
                    .isInstanceOf(UnableToExecuteStatementException.class)
                    .satisfies(
                            error -> assertThat(sqlErrorOf(error).getSQLState()).isEqualTo("25006"));
            assertThatThrownBy(() -> handle.useTransaction(inside -> insert(inside, "A1")))
                    .isInstanceOf(UnableToExecuteStatementException.class)
                    .satisfies(
                            error -> assertThat(sqlErrorOf(error).getSQLState()).isEqualTo("25006"));
            handle.setReadOnly(false);
            insert(handle, "A1");
        });
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void aReadOnlyTransactionKeepsItsSnapshotAndLetsWritersPass() {
        jdbi.useHandle(handle -> {
            handle.setReadOnly(true);
            handle.useTransaction(inside -> {
                assertThat(seats(inside)).isZero();
                insertElsewhere("A1");
                assertThat(seats(inside)).isZero();
            });
            assertThat(seats(handle)).isEqualTo(1);
        });
    }

    @Test
    void aNestedTransactionIsPartOfTheOuterOne() {
        assertThatThrownBy(() -> jdbi.useTransaction(handle -> {
                    handle.useTransaction(inner -> insert(inner, "A1"));
                    throw new IllegalStateException("after the inner one");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(seats()).isZero();
    }

    @Test
    void aSavepointTakesBackWhatCameAfterIt() {
        jdbi.useTransaction(handle -> {
            handle.savepoint("before everything");
            insert(handle, "A1");
            handle.savepoint("after A1");
            insert(handle, "A2");
            handle.rollbackToSavepoint("after A1");
            assertThat(seats(handle)).isEqualTo(1);
            handle.savepoint("again");
            insert(handle, "A3");
            handle.releaseSavepoint("again");
        });
        List<String> labels = jdbi.withHandle(handle -> handle.createQuery("SELECT label FROM seat ORDER BY id")
                .mapTo(String.class)
                .list());
        assertThat(labels).containsExactly("A1", "A3");
    }

    @Test
    void aHandleClosedInsideItsTransactionRollsBackAndFreesTheLane() {
        Handle handle = jdbi.open();
        handle.begin();
        insert(handle, "A1");
        assertThat(heldLanes()).containsExactly("write");
        assertThatThrownBy(handle::close).isInstanceOf(TransactionException.class);
        assertNoLaneIsHeld();
        assertThat(seats()).isZero();
    }

    @Test
    void aBatchGivesTheKeysOfEveryRow() {
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("INSERT INTO seat(label) VALUES (:label)");
            for (int i = 1; i <= 100; i++) {
                batch.bind("label", "A" + i).add();
            }
            List<Long> keys = batch.executePreparedBatch("id").mapTo(Long.class).list();
            assertThat(keys)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 100)
                            .mapToObj(Long::valueOf)
                            .toList());
        });
        assertThat(seats()).isEqualTo(100);
    }

    @Test
    void aBatchThatFailsInAutocommitLeavesNothing() {
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch("INSERT INTO seat(label) VALUES (?)");
            for (String label : List.of("A1", "A2", "A1")) {
                batch.add(label);
            }
            assertThatThrownBy(batch::execute)
                    .isInstanceOf(UnableToExecuteStatementException.class)
                    .satisfies(
                            error -> assertThat(sqlErrorOf(error).getSQLState()).isEqualTo("23505"));
            assertThat(handle.createBatch()
                            .add("INSERT INTO seat(label) VALUES ('B1')")
                            .add("UPDATE seat SET buyer = 'Ada'")
                            .execute())
                    .containsExactly(1, 1);
        });
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void anUpdateGivesGeneratedKeysAndWholeRows() {
        jdbi.useHandle(handle -> {
            long key = handle.createUpdate("INSERT INTO seat(id, label) VALUES (41, 'A1')")
                    .executeAndReturnGeneratedKeys()
                    .mapTo(long.class)
                    .one();
            assertThat(key).isEqualTo(41);
            Seat seat = handle.createUpdate("INSERT INTO seat(label) VALUES (?)")
                    .bind(0, "A2")
                    .executeAndReturnGeneratedKeys("id", "label", "buyer")
                    .mapTo(Seat.class)
                    .one();
            assertThat(seat).isEqualTo(new Seat(42, "A2", Optional.empty()));
            List<Long> both = handle.createUpdate("INSERT INTO seat(label) VALUES ('A3'), ('A4')")
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Long.class)
                    .list();
            assertThat(both).containsExactly(43L, 44L);
            assertThat(handle.createQuery("UPDATE seat SET buyer = 'Ada' WHERE id > 42 RETURNING id")
                            .mapTo(Long.class)
                            .list())
                    .containsExactly(43L, 44L);
        });
    }

    @Test
    void aViolatedConstraintIsReachableWithItsClassAndState() {
        jdbi.useHandle(handle -> {
            insert(handle, "A1");
            SQLException error = sqlErrorOf(catchThrowable(() -> insert(handle, "A1")));
            assertThat((Throwable) error).isInstanceOf(SQLIntegrityConstraintViolationException.class);
            assertThat(error.getSQLState()).isEqualTo("23505");
        });
    }

    @Test
    void aStreamOfRowsGivesItsLaneBackWhenClosedEarly() {
        fill(1_000);
        jdbi.useHandle(handle -> {
            try (Stream<Seat> stream =
                    handle.createQuery("SELECT * FROM seat ORDER BY id").mapTo(Seat.class).stream()) {
                List<Long> first = stream.limit(3).map(Seat::id).toList();
                assertThat(first).containsExactly(1L, 2L, 3L);
            }
            assertNoLaneIsHeld();
            long sum = handle.createQuery("SELECT id FROM seat").mapTo(Long.class).stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(sum).isEqualTo(500_500);
        });
    }

    @Test
    void rowsCanBeChangedWhileTheyAreStreamed() {
        fill(200);
        jdbi.useHandle(handle -> handle.createQuery("SELECT id FROM seat ORDER BY id")
                .mapTo(Long.class)
                .forEach(id -> handle.execute("UPDATE seat SET buyer = 'Ada' WHERE id = ?", id)));
        int bought = jdbi.withHandle(handle -> handle.createQuery(COUNT + " WHERE buyer = 'Ada'")
                .mapTo(int.class)
                .one());
        assertThat(bought).isEqualTo(200);
    }

    @Test
    void aListBindsAndRowsAreLimited() {
        fill(100);
        jdbi.useHandle(handle -> {
            List<Long> ids = handle.createQuery("SELECT id FROM seat WHERE label IN (<labels>) ORDER BY id")
                    .bindList("labels", "A3", "A5", "A7")
                    .mapTo(Long.class)
                    .list();
            assertThat(ids).containsExactly(3L, 5L, 7L);
            assertThat(handle.createQuery("SELECT id FROM seat")
                            .setMaxRows(7)
                            .setFetchSize(3)
                            .setQueryTimeout(30)
                            .mapTo(Long.class)
                            .list())
                    .hasSize(7);
            assertThat(handle.createQuery("SELECT id FROM seat")
                            .mapTo(Long.class)
                            .list())
                    .as("the limit was that statement's")
                    .hasSize(100);
        });
    }

    @Test
    void noIncrementOfAnSqlObjectIsLost() throws Exception {
        TicketCounter counter = jdbi.onDemand(TicketCounter.class);
        counter.createTable();
        counter.start(0);
        List<Integer> taken = Collections.synchronizedList(new ArrayList<>());
        inThreads(8, () -> {
            for (int i = 0; i < 250; i++) {
                taken.add(counter.next());
            }
            return null;
        });
        assertThat(counter.value()).isEqualTo(2_000);
        assertThat(taken).doesNotHaveDuplicates().hasSize(2_000);
    }

    @Test
    void theSerializableRunnerRunsATransactionAgainThatMetAForeignLock() throws Exception {
        reopen("acquire-timeout", "100ms", "busy-timeout", "1ms");
        List<Exception> failures = new ArrayList<>();
        try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = foreign.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("INSERT INTO seat(label) VALUES ('foreign')");
            Jdbi retrying = Jdbi.create(db.dataSource());
            retrying.setTransactionHandler(new SerializableTransactionRunner());
            retrying.getConfig(SerializableTransactionRunner.Configuration.class)
                    .setMaxRetries(3)
                    .setOnFailure(all -> {
                        failures.add(all.get(all.size() - 1));
                        commit(statement);
                    });

            int seats = retrying.inTransaction(TransactionIsolationLevel.SERIALIZABLE, handle -> {
                insert(handle, "A1");
                return seats(handle);
            });

            assertThat(seats).isEqualTo(2);
        }
        assertThat(failures)
                .singleElement()
                .satisfies(error -> assertThat(sqlErrorOf(error).getSQLState()).isEqualTo("40001"));
    }

    private static void commit(Statement statement) {
        try {
            statement.execute("COMMIT");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theSerializableRunnerLosesNoIncrement() throws Exception {
        jdbi.setTransactionHandler(new SerializableTransactionRunner());
        jdbi.useHandle(handle -> handle.execute("INSERT INTO seat(id, label, buyer) VALUES (1, 'A1', '0')"));
        inThreads(8, () -> {
            for (int i = 0; i < 100; i++) {
                jdbi.useTransaction(TransactionIsolationLevel.SERIALIZABLE, JdbiTest::addOne);
            }
            return null;
        });
        int n = jdbi.withHandle(handle ->
                handle.createQuery("SELECT buyer FROM seat").mapTo(int.class).one());
        assertThat(n).isEqualTo(800);
    }

    private static void addOne(Handle handle) {
        int n = handle.createQuery("SELECT buyer FROM seat").mapTo(int.class).one();
        handle.execute("UPDATE seat SET buyer = ?", n + 1);
    }

    @Test
    void valuesSurviveARoundTrip() {
        Values values = new Values(
                Instant.parse("2026-03-29T01:30:00.123Z"),
                LocalDateTime.parse("2026-10-25T02:30:00.123456"),
                LocalDate.parse("1582-10-15"),
                LocalTime.parse("23:59:58"),
                OffsetDateTime.of(2026, 7, 1, 12, 0, 0, 0, ZoneOffset.UTC),
                UUID.fromString("123e4567-e89b-12d3-a456-426614174000"),
                new BigDecimal("12345678901234567890.123456789"),
                Tier.BALCONY,
                "bytes\0and more".getBytes(StandardCharsets.UTF_8),
                true,
                0.1,
                null);
        jdbi.registerRowMapper(ConstructorMapper.factory(Values.class));
        jdbi.useHandle(handle -> {
            handle.execute("""
                    CREATE TABLE val(instant TIMESTAMP, date_time TIMESTAMP, date DATE, time TIME, "offset" TIMESTAMP,
                        uuid UUID, amount TEXT, tier TEXT, bytes BLOB, flag BOOLEAN, ratio REAL, missing TEXT)
                    """);
            handle.createUpdate("""
                            INSERT INTO val VALUES (:instant, :dateTime, :date, :time, :offset,
                                :uuid, :amount, :tier, :bytes, :flag, :ratio, :missing)
                            """).bindMethods(values).execute();
            Values read =
                    handle.createQuery("SELECT * FROM val").mapTo(Values.class).one();
            assertThat(read).usingRecursiveComparison().isEqualTo(values);
            int found =
                    handle.createQuery("""
                            SELECT count(*) FROM val WHERE instant = :instant AND date_time = :dateTime
                                AND date = :date AND uuid = :uuid AND amount = :amount AND bytes = :bytes
                            """).bindMethods(values).mapTo(int.class).one();
            assertThat(found).as("found by the values it was stored with").isEqualTo(1);
        });
    }

    @Test
    void metadataIsAskedThroughTheHandle() {
        jdbi.useHandle(handle -> {
            List<String> tables = handle.queryMetadata(data -> data.getTables(null, null, "%", new String[] {"TABLE"}))
                    .map((row, context) -> row.getString("TABLE_NAME"))
                    .list();
            assertThat(tables).containsExactly("seat");
            String product = handle.queryMetadata(DatabaseMetaData::getDatabaseProductName);
            assertThat(product).isEqualTo("SQLite");
        });
    }

    private void fill(int rows) {
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("INSERT INTO seat(label) VALUES (?)");
            for (int i = 1; i <= rows; i++) {
                batch.add("A" + i);
            }
            assertThat(batch.execute()).hasSize(rows).containsOnly(1);
        });
    }
}
