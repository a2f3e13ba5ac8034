package dev.writelane.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.writelane.SqliteDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleScope;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.extension.HandleSupplier;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.jdbi.v3.sqlobject.transaction.Transaction;
import org.junit.jupiter.api.Test;

/**
 * A write inside the callback of a handle that holds the write lane waits for itself, whichever handle or connection does it: refused at
 * once. The lane is waited for during 60 s here; a refusal that came late would fail by the time limit.
 */
class NestedHandleTest extends JdbiTest {

    private void assertRefused(Throwable error) {
        SQLException refusal = sqlErrorOf(error);
        assertThat(refusal.getSQLState()).isEqualTo("25001");
        assertThat((Throwable) refusal).hasMessageContaining("would wait for itself");
    }

    @Test
    void nestedCallsOfOneJdbiShareTheHandleAndItsTransaction() {
        assertThatThrownBy(() -> jdbi.useTransaction(outer -> {
                    insert(outer, "A1");
                    jdbi.useTransaction(inner -> {
                        assertThat(inner).isSameAs(outer);
                        insert(inner, "A2");
                    });
                    throw new IllegalStateException("both");
                }))
                .hasMessage("both");
        assertThat(seats()).isZero();
    }

    @Test
    void anotherHandleThatWritesInsideATransactionIsRefusedAtOnce() {
        jdbi.useTransaction(outer -> {
            insert(outer, "A1");
            try (Handle other = jdbi.open()) {
                assertRefused(catchThrowable(() -> insert(other, "A2")));
                assertRefused(catchThrowable(() -> other.useTransaction(inside -> insert(inside, "A2"))));
            }
            insert(outer, "A3");
        });
        assertThat(seats()).as("the outer transaction is unharmed").isEqualTo(2);
    }

    @Test
    void aSecondJdbiOfTheDatabaseIsRefusedAsWell() {
        Jdbi second = jdbi(db);
        jdbi.useTransaction(outer -> {
            insert(outer, "A1");
            assertRefused(catchThrowable(() -> second.useTransaction(inner -> insert(inner, "A2"))));
            assertThat((int) second.withHandle(JdbiTest::seats))
                    .as("reading is free")
                    .isZero();
        });
    }

    @Test
    void aPlainConnectionInsideATransactionIsRefusedAsWell() {
        jdbi.useTransaction(outer -> {
            insert(outer, "A1");
            assertRefused(catchThrowable(() -> {
                try (Connection plain = db.dataSource().getConnection()) {
                    plain.createStatement().executeUpdate("INSERT INTO seat(label) VALUES ('A2')");
                }
            }));
            assertRefused(catchThrowable(() -> db.write(c -> c.createStatement().executeUpdate("DELETE FROM seat"))));
        });
    }

    @Test
    void aHandleBegunByHandCountsInsideItsCallback() {
        jdbi.useHandle(outer -> {
            outer.begin();
            insert(outer, "A1");
            assertRefused(catchThrowable(() -> insertElsewhere("A2")));
            outer.commit();
            insertElsewhere("A3");
        });
        assertThat(seats()).isEqualTo(2);
    }

    public interface Seats extends SqlObject {
        @Transaction
        default void twice(Runnable inside) {
            getHandle().execute("INSERT INTO seat(label) VALUES ('A1')");
            inside.run();
        }

        @Transaction
        default void late(Runnable inside) {
            inside.run();
        }

        default void noHandleYet(Runnable inside) {
            inside.run();
        }
    }

    @Test
    void theTransactionOfAnSqlObjectCounts() {
        Seats seats = jdbi.onDemand(Seats.class);
        seats.twice(() -> assertRefused(catchThrowable(() -> insertElsewhere("A2"))));
        seats.late(() -> insertElsewhere("A3"));
        seats.noHandleYet(() -> insertElsewhere("A4"));
        assertThat(seats()).isEqualTo(3);
    }

    @Test
    void theChainIsTakenDownInsideOut() {
        Jdbi second = jdbi(db);
        jdbi.useHandle(outer -> {
            second.useHandle(inner -> {
                inner.begin();
                insert(inner, "A1");
                assertRefused(catchThrowable(() -> insert(outer, "A2")));
                inner.commit();
            });
            jdbi.useHandle(again -> assertThat(again).isSameAs(outer));
            insert(outer, "A3");
        });
        assertThat(ThreadHandleScope.connectionsOfThread()).isEmpty();
        assertThat(seats()).isEqualTo(2);
    }

    @Test
    void anotherDatabaseIsNobodysNesting() throws SQLException {
        try (SqliteDatabase archive = database("archive.db")) {
            Jdbi other = jdbi(archive);
            other.useHandle(handle -> handle.execute("CREATE TABLE seat(id INTEGER PRIMARY KEY, label TEXT)"));
            jdbi.useTransaction(outer -> {
                insert(outer, "A1");
                other.useTransaction(inner -> insert(inner, "A1"));
            });
            int archived = other.withHandle(JdbiTest::seats);
            assertThat(archived).isEqualTo(1);
        }
    }

    /**
     * <pre>
     * this thread                        the other
     * open, begin, INSERT
     * hands the handle over        →
     * INSERT by a second handle: waits
     *                                    commit, close
     * goes on
     * </pre>
     */
    @Test
    void aHandleThatWasHandedToAnotherThreadIsWaitedFor() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Handle handedOver = jdbi.open();
            handedOver.begin();
            insert(handedOver, "A1");
            Future<?> ending = executor.submit(() -> {
                awaitWaiter();
                handedOver.commit();
                handedOver.close();
            });
            jdbi.useTransaction(own -> insert(own, "A2"));
            ending.get();
        } finally {
            executor.shutdownNow();
        }
        assertThat(seats()).isEqualTo(2);
    }

    @Test
    void aTransactionOfAnotherThreadIsWaitedFor() throws Exception {
        CountDownLatch holds = new CountDownLatch(1);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            CompletableFuture<Void> other = CompletableFuture.runAsync(
                    () -> jdbi.useTransaction(handle -> {
                        insert(handle, "A1");
                        holds.countDown();
                        awaitWaiter();
                    }),
                    executor);
            holds.await();
            jdbi.useTransaction(
                    TransactionIsolationLevel.SERIALIZABLE,
                    handle -> assertThat(seats(handle)).isEqualTo(1));
            other.get();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void aScopeOfTheApplicationIsKept() {
        HandleScope own = HandleScope.threadLocal();
        Jdbi before = Jdbi.create(db.dataSource());
        HandleScope custom = new HandleScope() {
            @Override
            public HandleSupplier get() {
                return own.get();
            }

            @Override
            public void set(HandleSupplier handleSupplier) {
                own.set(handleSupplier);
            }

            @Override
            public void clear() {
                own.clear();
            }
        };
        before.setHandleScope(custom);
        before.installPlugin(new WritelanePlugin()).installPlugin(new WritelanePlugin());
        assertThat(before.getHandleScope()).isSameAs(custom);
        before.useTransaction(handle -> insert(handle, "A1"));
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void anSqlObjectWhoseConnectionFactoryFailsIsInNobodysWay() throws Exception {
        Jdbi elsewhere = Jdbi.create(() -> {
                    throw new IllegalStateException("no connection here");
                })
                .installPlugin(new SqlObjectPlugin())
                .installPlugin(new WritelanePlugin());
        CountDownLatch holds = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> holder = threads.submit(() -> jdbi.inTransaction(handle -> {
                insert(handle, "A1");
                holds.countDown();
                mayEnd.await();
                return null;
            }));
            holds.await();
            AtomicReference<Thread> waiting = new AtomicReference<>();
            Future<?> waiter = threads.submit(() -> elsewhere.useExtension(SqlObject.class, unused -> {
                waiting.set(Thread.currentThread());
                jdbi.useHandle(handle -> insert(handle, "A2"));
            }));
            while (!waiter.isDone() && !(isWaitedFor() && isParked(waiting.get()))) {
                Thread.onSpinWait();
            }
            mayEnd.countDown();
            waiter.get();
            holder.get();
        } finally {
            mayEnd.countDown();
            threads.shutdownNow();
        }
        assertThat(seats()).isEqualTo(2);
    }

    private boolean isWaitedFor() {
        return db.status().queues().stream().anyMatch(queue -> queue.waiting() > 0);
    }

    /** Then it has been decided that it may wait. */
    private static boolean isParked(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING || thread.getState() == Thread.State.WAITING;
    }
}
