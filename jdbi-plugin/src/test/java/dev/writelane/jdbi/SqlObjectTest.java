package dev.writelane.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.config.KeyColumn;
import org.jdbi.v3.sqlobject.config.ValueColumn;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlScript;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;
import org.jdbi.v3.sqlobject.transaction.Transactional;
import org.junit.jupiter.api.Test;

/** SQL objects: their annotations choose the lane, and one object serves all threads. */
class SqlObjectTest extends JdbiTest {

    public interface Seats extends Transactional<Seats>, SqlObject {
        @SqlUpdate("INSERT INTO seat(label) VALUES (:label)")
        int insert(@Bind("label") String label);

        @SqlQuery(COUNT)
        int count();

        @SqlQuery("SELECT * FROM seat WHERE label = :label")
        Optional<Seat> find(@Bind("label") String label);

        @SqlQuery("SELECT label FROM seat WHERE id IN (<ids>) ORDER BY id")
        List<String> labels(@BindList("ids") List<Long> ids);

        @SqlQuery("SELECT label, buyer FROM seat WHERE buyer IS NOT NULL")
        @KeyColumn("label")
        @ValueColumn("buyer")
        Map<String, String> buyers();

        @SqlScript("INSERT INTO seat(label) VALUES ('S1')")
        @SqlScript("UPDATE seat SET buyer = <buyer>")
        void script(@Define("buyer") String buyer);

        @Transaction
        default void both(Runnable inBetween) {
            insert("A1");
            inBetween.run();
            insert("A2");
        }

        @Transaction(readOnly = true)
        default int countTwice(Runnable inBetween) {
            int first = count();
            inBetween.run();
            return first * 1_000 + count();
        }

        @Transaction(readOnly = true)
        default void writeThoughReadOnly() {
            insert("A1");
        }

        @Transaction(TransactionIsolationLevel.READ_COMMITTED)
        default int countLatest(Runnable inBetween) {
            int first = count();
            inBetween.run();
            return first * 1_000 + count();
        }

        @Transaction(TransactionIsolationLevel.SERIALIZABLE)
        default int countAlone(Runnable inside) {
            int count = count();
            inside.run();
            return count;
        }
    }

    /** Reads, adds in Java and writes back: the shape that loses updates where the read is not part of the write. */
    public interface Counter {
        @SqlUpdate("CREATE TABLE counter(n INTEGER)")
        void create();

        @SqlUpdate("INSERT INTO counter VALUES (:n)")
        void start(@Bind("n") int n);

        @SqlQuery("SELECT n FROM counter")
        int value();

        @SqlUpdate("UPDATE counter SET n = :n")
        void value(@Bind("n") int n);

        @Transaction
        default int next() {
            int next = value() + 1;
            value(next);
            return next;
        }
    }

    @Test
    void noIncrementIsLost() throws Exception {
        Counter counter = jdbi.onDemand(Counter.class);
        counter.create();
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
    void oneOnDemandObjectServesManyThreadsEachWithAHandleOfItsOwn() throws Exception {
        Seats seats = jdbi.onDemand(Seats.class);
        fill(500);
        inThreads(16, () -> {
            String own = Thread.currentThread().getName() + " ";
            for (int i = 1; i <= 100; i++) {
                seats.insert(own + i);
                assertThat(seats.find(own + i)).map(Seat::label).contains(own + i);
                assertThat(seats.find("A" + i)).map(Seat::id).contains((long) i);
            }
            return null;
        });
        assertThat(seats.count()).isEqualTo(500 + 1_600);
    }

    @Test
    void aTransactionalMethodIsOneTransaction() {
        Seats seats = jdbi.onDemand(Seats.class);
        seats.both(() -> assertThat(heldLanes()).containsExactly("write"));
        assertThat(seats.count()).isEqualTo(2);
        assertThat(catchThrowable(() -> jdbi.useTransaction(handle -> {
                    handle.execute("DELETE FROM seat");
                    seats.both(() -> {
                        throw new IllegalStateException("inside");
                    });
                })))
                .hasMessage("inside");
        assertThat(seats.count()).as("the outer one is rolled back with it").isEqualTo(2);
        assertThat(catchThrowable(() -> seats.useTransaction(inside -> {
                    inside.insert("A3");
                    throw new IllegalStateException("by hand");
                })))
                .hasMessage("by hand");
        assertThat(seats.count()).isEqualTo(2);
    }

    @Test
    void aReadOnlyTransactionIsASnapshotOnAReadLane() {
        Seats seats = jdbi.onDemand(Seats.class);
        int both = seats.countTwice(() -> {
            assertThat(heldLanes()).singleElement().asString().startsWith("read");
            insertElsewhere("A1");
        });
        assertThat(both).as("the same before and after another's commit").isZero();
        assertThat(sqlStateOf(catchThrowable(seats::writeThoughReadOnly))).isEqualTo("25006");
        assertThat(seats.insert("A2"))
                .as("read-only ended with its transaction")
                .isEqualTo(1);
    }

    /** JDBC has no read-only part of a transaction; PostgreSQL's driver refuses it as well. */
    @Test
    void aReadOnlyMethodInsideATransactionThatHasBegunIsRefusedAndHarmsNothing() {
        Seats seats = jdbi.onDemand(Seats.class);
        jdbi.useTransaction(handle -> {
            insert(handle, "A1");
            assertThat(sqlStateOf(catchThrowable(() -> seats.countTwice(() -> {}))))
                    .isEqualTo("25001");
            insert(handle, "A2");
        });
        assertThat(seats.count()).isEqualTo(2);
    }

    @Test
    void aReadOnlyMethodInsideAReadOnlyOneIsPartOfItsSnapshotAndAWritingOneIsRefused() {
        Seats seats = jdbi.onDemand(Seats.class);
        fill(2);
        int both = seats.countTwice(() -> assertThat(seats.countTwice(() -> {})).isEqualTo(2_002));
        assertThat(both).isEqualTo(2_002);
        assertThat(catchThrowable(() -> seats.countTwice(() -> seats.both(() -> {}))))
                .isInstanceOf(TransactionException.class);
    }

    @Test
    void theLevelOfATransactionalMethodChoosesTheLane() {
        Seats seats = jdbi.onDemand(Seats.class);
        int latest = seats.countLatest(() -> {
            assertNoLaneIsHeld();
            insertElsewhere("A1");
        });
        assertThat(latest).as("none, then the one committed in between").isEqualTo(1);
        assertThat(seats.countAlone(() -> assertThat(heldLanes()).containsExactly("write")))
                .isEqualTo(1);
        assertThat(catchThrowable(() -> jdbi.useTransaction(
                        TransactionIsolationLevel.READ_COMMITTED, handle -> seats.countAlone(() -> {}))))
                .isInstanceOf(TransactionException.class);
    }

    @Test
    void listsMapsAndScriptsAreWhatTheirMethodsSay() {
        Seats seats = jdbi.onDemand(Seats.class);
        fill(3);
        assertThat(seats.labels(List.of(3L, 1L))).containsExactly("A1", "A3");
        seats.script("'Ada'");
        assertThat(seats.buyers()).hasSize(4).containsEntry("S1", "Ada");
    }

    @Test
    void anAttachedObjectSharesItsHandlesTransaction() {
        try (Handle handle = jdbi.open()) {
            Seats seats = handle.attach(Seats.class);
            handle.begin();
            seats.insert("A1");
            assertThat(seats.count()).isEqualTo(1);
            handle.rollback();
            assertThat(seats.count()).isZero();
        }
    }
}
