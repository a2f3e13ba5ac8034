package dev.writelane.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.internal.lane.LaneSet;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.result.ResultSetException;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.transaction.Transaction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Rows that are read one after the other hold a read lane while they are read and not a moment longer. */
class StreamTest extends JdbiTest {
    private static final String IDS = "SELECT id FROM seat ORDER BY id";

    public interface Seats {
        @SqlQuery(IDS)
        Stream<Long> ids();

        @SqlQuery(IDS)
        Iterator<Long> iterator();

        @Transaction(readOnly = true)
        default long sum() {
            try (Stream<Long> ids = ids()) {
                return ids.mapToLong(Long::longValue).sum();
            }
        }
    }

    @BeforeEach
    void fillTable() {
        fill(1_000);
    }

    private static Stream<Long> ids(Handle handle) {
        return handle.createQuery(IDS).mapTo(Long.class).stream();
    }

    private void assertOneReadLaneIsHeld() {
        assertThat(heldLanes()).singleElement().asString().startsWith("read");
    }

    @Test
    void aStreamHoldsOneReadLaneUntilItIsClosed() {
        jdbi.useHandle(handle -> {
            try (Stream<Long> stream = ids(handle)) {
                Iterator<Long> rows = stream.iterator();
                assertThat(rows.next()).isEqualTo(1);
                assertOneReadLaneIsHeld();
                assertThat(rows.next()).isEqualTo(2);
            }
            assertNoLaneIsHeld();
        });
    }

    @Test
    void aStreamReadToItsEndHoldsNothingThoughNobodyClosedIt() {
        try (Handle handle = jdbi.open()) {
            assertThat(ids(handle).mapToLong(Long::longValue).sum()).isEqualTo(500_500);
            assertNoLaneIsHeld();
        }
    }

    @Test
    void useStreamAndWithStreamCloseItWhateverHappened() {
        jdbi.useHandle(handle -> {
            List<Long> first = handle.createQuery(IDS)
                    .mapTo(Long.class)
                    .withStream(stream -> stream.limit(3).toList());
            assertThat(first).containsExactly(1L, 2L, 3L);
            assertNoLaneIsHeld();
            assertThatThrownBy(() -> handle.createQuery(IDS).mapTo(Long.class).useStream(stream -> {
                        assertThat(stream.findFirst()).contains(1L);
                        throw new IllegalStateException("in the middle");
                    }))
                    .hasMessage("in the middle");
            assertNoLaneIsHeld();
        });
    }

    @Test
    void anIteratorHoldsItUntilClosedOrExhausted() {
        jdbi.useHandle(handle -> {
            ResultIterator<Long> rows =
                    handle.createQuery(IDS).mapTo(Long.class).iterator();
            assertThat(rows.next()).isEqualTo(1);
            assertOneReadLaneIsHeld();
            rows.close();
            assertNoLaneIsHeld();
            rows = handle.createQuery(IDS).mapTo(Long.class).iterator();
            int count = 0;
            for (; rows.hasNext(); rows.next()) {
                count++;
            }
            assertThat(count).isEqualTo(1_000);
            assertNoLaneIsHeld();
        });
    }

    @Test
    void closingTheHandleEndsWhatWasLeftOpen() {
        Handle handle = jdbi.open();
        Iterator<Long> rows = ids(handle).iterator();
        rows.next();
        assertOneReadLaneIsHeld();
        handle.close();
        assertNoLaneIsHeld();
        assertThatThrownBy(() -> {
                    while (true) {
                        rows.next();
                    }
                })
                .isInstanceOf(ResultSetException.class)
                .satisfies(error -> assertThat(sqlStateOf(error)).isIn("08003", "24000"));
    }

    @Test
    void anOpenStreamSeesItsSnapshotWhileOthersWrite() {
        jdbi.useHandle(handle -> {
            try (Stream<Long> stream = ids(handle)) {
                Iterator<Long> rows = stream.iterator();
                rows.next();
                insertElsewhere("new");
                int count = 1;
                for (; rows.hasNext(); rows.next()) {
                    count++;
                }
                assertThat(count).isEqualTo(1_000);
            }
            assertThat(seats(handle)).isEqualTo(1_001);
        });
    }

    @Test
    void rowsCanBeChangedWhileTheyAreStreamed() {
        jdbi.useHandle(handle -> handle.createQuery(IDS)
                .mapTo(Long.class)
                .forEach(id -> handle.execute("UPDATE seat SET buyer = 'Ada' WHERE id = ?", id)));
        int bought = jdbi.withHandle(handle -> handle.createQuery(COUNT + " WHERE buyer = 'Ada'")
                .mapTo(int.class)
                .one());
        assertThat(bought).isEqualTo(1_000);
    }

    @Test
    void streamsOfAnSqlObjectLiveInItsTransactionAndNotOutsideOfTheMethod() {
        Seats seats = jdbi.onDemand(Seats.class);
        assertThat(seats.sum()).isEqualTo(500_500);
        assertThatThrownBy(() -> seats.ids().forEach(id -> {})).isInstanceOf(ResultSetException.class);
        assertNoLaneIsHeld();
        jdbi.useExtension(Seats.class, attached -> {
            Iterator<Long> rows = attached.iterator();
            assertThat(rows.next()).isEqualTo(1);
            assertOneReadLaneIsHeld();
        });
        assertNoLaneIsHeld();
    }

    @Test
    void aForgottenStreamIsFoundAndItsLaneFreed() throws Exception {
        ch.qos.logback.classic.Logger lanes = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(LaneSet.class);
        lanes.setLevel(ch.qos.logback.classic.Level.OFF);
        try {
            // On a thread of its own, so that no frame keeps it.
            inThreads(1, () -> ids(jdbi.open()).iterator().next());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        System.gc();
                        return db.status().counters().reclaimed() == 1;
                    });
            assertNoLaneIsHeld();
        } finally {
            lanes.setLevel(null);
        }
    }
}
