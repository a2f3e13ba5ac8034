package dev.writelane.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.transaction.RollbackOnlyTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jdbi.v3.core.transaction.UnableToManipulateTransactionIsolationLevelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions mean what Jdbi says of them, on the lane they need, and leave none behind. */
class TransactionTest extends JdbiTest {

    @Test
    void itCommitsWhenTheCallbackReturnsAndHoldsTheWriteLaneUntilThen() {
        String answer = jdbi.inTransaction(handle -> {
            assertNoLaneIsHeld();
            insert(handle, "A1");
            assertThat(heldLanes()).containsExactly("write");
            return "returned";
        });
        assertNoLaneIsHeld();
        assertThat(answer).isEqualTo("returned");
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void aCheckedExceptionAnErrorAndARollbackByHandTakeEverythingBack() {
        assertThatThrownBy(() -> jdbi.useTransaction(handle -> {
                    insert(handle, "A1");
                    throw new IOException("checked");
                }))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> jdbi.useTransaction(handle -> {
                    insert(handle, "A2");
                    throw new AssertionError("an error");
                }))
                .isInstanceOf(AssertionError.class);
        jdbi.useTransaction(handle -> {
            insert(handle, "A3");
            handle.rollback();
            assertNoLaneIsHeld();
        });
        assertThat(seats()).isZero();
    }

    @Test
    void anErrorBeforeTheFirstStatementEndsItToo() {
        jdbi.useHandle(handle -> {
            handle.setTemplateEngine((template, context) -> {
                throw new AssertionError("boom");
            });
            assertThatThrownBy(() -> handle.useTransaction(inside -> inside.execute("SELECT 1")))
                    .isInstanceOf(AssertionError.class);
            assertThat(handle.isInTransaction()).isFalse();
        });
    }

    @Test
    void begunByHandItRestoresAutocommitHoweverItEnds() throws SQLException {
        try (Handle handle = jdbi.open()) {
            handle.rollback(); // outside of one: nothing to do
            handle.begin();
            handle.begin();
            assertThat(handle.getConnection().getAutoCommit()).isFalse();
            insert(handle, "A1");
            handle.commit();
            assertThat(handle.getConnection().getAutoCommit()).isTrue();
            handle.begin();
            insert(handle, "A2");
            handle.rollback();
            assertThat(handle.getConnection().getAutoCommit()).isTrue();
            assertThat(seats(handle)).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatComesWithoutAutocommitIsCommittedByHand() {
        Jdbi external = Jdbi.create(() -> {
            Connection connection = db.dataSource().getConnection();
            connection.setAutoCommit(false);
            return connection;
        });
        try (Handle handle = external.open()) {
            insert(handle, "A1");
            handle.commit();
            insert(handle, "A2");
            handle.commit();
            insert(handle, "A3");
        }
        assertNoLaneIsHeld();
        external.useTransaction(handle -> {
            insert(handle, "A4");
            handle.commit();
        });
        assertThat(seats()).as("what was not committed is rolled back by close").isEqualTo(3);
    }

    /** SQLite checks deferred foreign keys at COMMIT: the one ordinary way for a commit to fail. */
    @Test
    void aCommitThatFailsHasRolledBackAndFreedTheLane() {
        jdbi.useHandle(handle -> {
            handle.execute("CREATE TABLE ticket(seat REFERENCES seat(id) DEFERRABLE INITIALLY DEFERRED)");
            Throwable error = catchThrowable(
                    () -> handle.useTransaction(inside -> inside.execute("INSERT INTO ticket VALUES (99)")));
            assertThat(error).isInstanceOf(TransactionException.class).hasMessageContaining("commit");
            assertThat(sqlStateOf(error)).isEqualTo("23503");
            assertNoLaneIsHeld();
            assertThat(handle.isInTransaction()).isFalse();
            handle.useTransaction(inside -> insert(inside, "A1"));
            assertThat(handle.createQuery("SELECT count(*) FROM ticket")
                            .mapTo(int.class)
                            .one())
                    .isZero();
        });
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void aFailedStatementLeavesTheOthersOfItsTransaction() {
        jdbi.useTransaction(handle -> {
            insert(handle, "A1");
            assertThat(sqlStateOf(catchThrowable(() -> insert(handle, "A1")))).isEqualTo("23505");
            insert(handle, "A2");
        });
        assertThat(seats()).isEqualTo(2);
    }

    @Test
    void aNestedOneIsPartOfTheOuterOne() {
        assertThatThrownBy(() -> jdbi.useTransaction(handle -> {
                    handle.useTransaction(inner -> insert(inner, "A1"));
                    jdbi.useTransaction(inner -> insert(inner, "A2"));
                    throw new IllegalStateException("after the inner ones");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(seats()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"READ_UNCOMMITTED", "READ_COMMITTED", "REPEATABLE_READ", "SERIALIZABLE"})
    void aNestedOneOfTheSameLevelIsPartOfTheOuterOneAndOfAnotherLevelIsRefused(TransactionIsolationLevel level) {
        jdbi.useTransaction(level, outer -> {
            assertThat(outer.getTransactionIsolationLevel()).isEqualTo(level);
            outer.useTransaction(level, inner -> insert(inner, "A1"));
            for (TransactionIsolationLevel other : List.of(
                    TransactionIsolationLevel.READ_UNCOMMITTED,
                    TransactionIsolationLevel.READ_COMMITTED,
                    TransactionIsolationLevel.REPEATABLE_READ,
                    TransactionIsolationLevel.SERIALIZABLE)) {
                if (other != level) {
                    assertThatThrownBy(() -> outer.useTransaction(other, JdbiTest::seats))
                            .isInstanceOf(TransactionException.class);
                }
            }
        });
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void itsLevelDoesNotOutliveIt() {
        jdbi.useHandle(handle -> {
            TransactionIsolationLevel before = handle.getTransactionIsolationLevel();
            handle.useTransaction(TransactionIsolationLevel.READ_COMMITTED, JdbiTest::seats);
            assertThat(handle.getTransactionIsolationLevel()).isEqualTo(before);
            assertThatThrownBy(() -> handle.useTransaction(TransactionIsolationLevel.REPEATABLE_READ, inside -> {
                        insert(inside, "A1");
                        throw new IllegalStateException("rolled back");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(handle.getTransactionIsolationLevel()).isEqualTo(before);
            handle.useTransaction(
                    TransactionIsolationLevel.UNKNOWN,
                    inside -> assertThat(inside.getTransactionIsolationLevel()).isEqualTo(before));
            assertThatThrownBy(() -> handle.setTransactionIsolationLevel(Integer.MIN_VALUE))
                    .isInstanceOf(UnableToManipulateTransactionIsolationLevelException.class);
        });
    }

    @Test
    void aSerializableOneHoldsTheWriteLaneFromItsFirstRead() {
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
    void aReadCommittedOneReadsBesideWritersUntilItWrites() {
        jdbi.useTransaction(TransactionIsolationLevel.READ_COMMITTED, handle -> {
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
    void aReadOnlyOneKeepsItsSnapshotLetsWritersPassAndRefusesToWrite() {
        jdbi.useHandle(handle -> {
            handle.setReadOnly(true);
            assertThat(handle.isReadOnly()).isTrue();
            handle.useTransaction(inside -> {
                assertThat(seats(inside)).isZero();
                insertElsewhere("A1");
                assertThat(seats(inside)).isZero();
                assertThat(sqlStateOf(catchThrowable(() -> insert(inside, "A2"))))
                        .isEqualTo("25006");
            });
            assertThatThrownBy(() -> insert(handle, "A2")).isInstanceOf(UnableToExecuteStatementException.class);
            assertThat(seats(handle)).isEqualTo(1);
            handle.setReadOnly(false);
            insert(handle, "A2");
        });
        assertThat(seats()).isEqualTo(2);
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
            assertThatThrownBy(() -> handle.rollbackToSavepoint("again")).isInstanceOf(TransactionException.class);
            assertThatThrownBy(() -> handle.releaseSavepoint("never set")).isInstanceOf(TransactionException.class);
        });
        List<String> labels = jdbi.withHandle(handle -> handle.createQuery("SELECT label FROM seat ORDER BY id")
                .mapTo(String.class)
                .list());
        assertThat(labels).containsExactly("A1", "A3");
    }

    @Test
    void aHandleClosedInsideItRollsBackFreesTheLaneAndSaysSo() {
        Handle handle = jdbi.open();
        handle.begin();
        insert(handle, "A1");
        assertThatThrownBy(handle::close).isInstanceOf(TransactionException.class);
        assertNoLaneIsHeld();
        Handle lenient = jdbi.open();
        lenient.getConfig(Handles.class).setForceEndTransactions(false);
        lenient.begin();
        insert(lenient, "A2");
        lenient.close();
        assertNoLaneIsHeld();
        assertThat(seats()).isZero();
    }

    @Test
    void whatIsToBeDoneAfterCommitOrRollbackIsDoneOnceAndBehindIt() {
        List<String> done = new ArrayList<>();
        jdbi.useTransaction(outer -> outer.useTransaction(inner -> {
            inner.afterCommit(() -> {
                assertNoLaneIsHeld();
                done.add("committed " + seats(inner));
            });
            inner.afterRollback(() -> done.add("rolled back"));
            insert(inner, "A1");
        }));
        jdbi.useTransaction(handle -> insert(handle, "A2"));
        jdbi.useTransaction(handle -> {
            handle.afterCommit(() -> done.add("never"));
            handle.afterRollback(() -> done.add("rolled back"));
            handle.rollback();
        });
        assertThat(done).containsExactly("committed 1", "rolled back");
    }

    @Test
    void aHandlerThatAlwaysRollsBackLeavesNothing() {
        jdbi.setTransactionHandler(new RollbackOnlyTransactionHandler());
        jdbi.useTransaction(handle -> insert(handle, "A1"));
        assertNoLaneIsHeld();
        assertThat(seats()).isZero();
    }
}
