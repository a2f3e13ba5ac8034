package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong in a transaction: afterwards its state, its flag and its lane are right, and the next user finds it clean. */
class BrokenTransactionTest extends DatabaseTest {
    private static final String COUNT = "SELECT count(*) FROM t";
    private static final String SCHEMA = "CREATE TABLE t(id INTEGER PRIMARY KEY);"
            + "CREATE TABLE big(b BLOB);"
            + "CREATE TABLE parent(id INTEGER PRIMARY KEY);"
            + "CREATE TABLE child(p INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED);"
            + "CREATE TRIGGER guard BEFORE INSERT ON t WHEN new.id = 13"
            + " BEGIN SELECT RAISE(ROLLBACK, 'thirteen is unlucky'); END";

    private void openWithTables(String... settings) throws SQLException {
        open(settings);
        Ask.script(source, SCHEMA);
    }

    /** The lane is free and clean: nothing of the failed transaction is there, and the next user can write. */
    private void assertNextUserFindsTheLaneClean() throws SQLException {
        Lanes.assertAllFree(db);
        assertThat(Ask.number(source, COUNT)).as("rows of the lost transaction").isZero();
        try (Connection next = transaction()) {
            Ask.run(next, "INSERT INTO t(id) VALUES (999)");
            assertThat(Ask.number(next, COUNT)).isEqualTo(1);
            next.rollback();
        }
        Lanes.assertAllFree(db);
    }

    @Test
    void atTheGatesDeadlineTheErrorNamesTheHolderAndNothingIsLeft() throws Exception {
        openWithTables("acquire-timeout", "100ms");
        try (Connection holder = transaction();
                Connection late = source.getConnection()) {
            Ask.run(holder, "INSERT INTO t(id) VALUES (1)");
            late.setAutoCommit(false);
            assertThat(late.getAutoCommit()).isFalse();
            Lanes.assertState("55P03", () -> Ask.run(late, "INSERT INTO t(id) VALUES (2)"))
                    .hasMessageContaining("acquire-timeout")
                    .hasMessageContaining(Lanes.writeHolder(db))
                    .hasMessageContaining("this very thread");
            Crowd.run(
                    1,
                    thread -> Lanes.assertState("55P03", () -> Ask.run(source, "INSERT INTO t(id) VALUES (3)"))
                            .hasMessageContaining(
                                    "thread " + db.status().lanes().get(0).thread()));

            assertThat(late.getAutoCommit()).as("the flag").isFalse();
            assertThat(Lanes.waiting(db, "write")).isZero();
            late.commit();
            late.rollback();
            holder.rollback();

            Ask.run(late, "INSERT INTO t(id) VALUES (2)");
            late.rollback();
        }
        assertNextUserFindsTheLaneClean();
        assertThat(db.status().counters().timeouts()).isEqualTo(2);
    }

    @Test
    void withDiagnosticsTheDeadlinesErrorTellsWhereTheHolderWasObtained() throws Exception {
        openWithTables("acquire-timeout", "100ms", "diagnostics", "true");
        try (Connection holder = transaction()) {
            Ask.run(holder, "INSERT INTO t(id) VALUES (1)");
            Lanes.assertState("55P03", () -> Ask.run(source, "INSERT INTO t(id) VALUES (2)"))
                    .hasMessageContaining("obtained at");
            assertThat(db.status().lanes().get(0).obtainedAt())
                    .contains(getClass().getSimpleName());
        }
    }

    @Test
    void aFailedCommitRollsBackAndFreesTheLane() throws Exception {
        openWithTables();
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t(id) VALUES (1)");
            Ask.run(connection, "INSERT INTO child VALUES (77)");
            Lanes.assertState("23503", connection::commit);

            assertThat(connection.getAutoCommit()).isFalse();
            assertNextUserFindsTheLaneClean();
            connection.rollback();
            assertThat(Ask.number(connection, "SELECT count(*) FROM child")).isZero();
            Ask.run(connection, "INSERT INTO t(id) VALUES (2)");
            connection.commit();
        }
        assertThat(Ask.number(source, COUNT)).isEqualTo(1);
        Lanes.assertAllFree(db);
    }

    @Test
    void aFailedCommitBySwitchingAutocommitOnLeavesAUsableConnection() throws Exception {
        openWithTables();
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t(id) VALUES (1)");
            Ask.run(connection, "INSERT INTO child VALUES (77)");
            Lanes.assertState("23503", () -> connection.setAutoCommit(true));
            assertNextUserFindsTheLaneClean();

            boolean autoCommit = connection.getAutoCommit();
            Ask.run(connection, "INSERT INTO t(id) VALUES (2)");
            assertThat(Lanes.writeHolder(db) == null)
                    .as("the flag says %s, and the lane agrees", autoCommit)
                    .isEqualTo(autoCommit);
        }
        Lanes.assertAllFree(db);
    }

    @Test
    void aFailedHandWrittenCommitRollsBackAndFreesTheLane() throws Exception {
        openWithTables();
        try (Connection connection = source.getConnection()) {
            Ask.script(connection, "BEGIN");
            Ask.run(connection, "INSERT INTO child VALUES (77)");
            Lanes.assertState("23503", () -> Ask.script(connection, "COMMIT"));
            assertNextUserFindsTheLaneClean();
            Ask.run(connection, "INSERT INTO t(id) VALUES (2)");
            Lanes.assertAllFree(db);
        }
        assertThat(Ask.number(source, COUNT)).isEqualTo(1);
    }

    /** A statement that makes SQLite end the whole transaction, and the SQLState of its error. */
    record Fatal(String what, String state, String sql) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Fatal> fatalStatements() {
        return Stream.of(
                new Fatal("ON CONFLICT ROLLBACK", "23505", "INSERT OR ROLLBACK INTO t(id) VALUES (1)"),
                new Fatal("RAISE(ROLLBACK)", "23000", "INSERT INTO t(id) VALUES (13)"),
                new Fatal("disk full", "53100", "INSERT INTO big VALUES (zeroblob(1000000))"));
    }

    @ParameterizedTest
    @MethodSource("fatalStatements")
    void aTransactionThatSqliteEndedIsGoneUntilRollback(Fatal fatal) throws Exception {
        openWithTables("pragmas.max_page_count", "40");
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t(id) VALUES (1)");
            Lanes.assertState(fatal.state(), () -> Ask.run(connection, fatal.sql()));

            assertNextUserFindsTheLaneClean();
            assertThat(connection.getAutoCommit()).isFalse();
            Lanes.assertState("40000", () -> Ask.run(connection, "INSERT INTO t(id) VALUES (3)"))
                    .hasMessageContaining("rollback()");
            Lanes.assertState("40000", () -> Ask.number(connection, COUNT));
            Lanes.assertState("40000", () -> connection.setSavepoint("s"));
            Lanes.assertAllFree(db);

            connection.rollback();
            Ask.run(connection, "INSERT INTO t(id) VALUES (4)");
            connection.commit();
        }
        assertThat(Ask.number(source, "SELECT sum(id) FROM t")).isEqualTo(4);
        assertThat(db.status().counters().transactionsLost()).isEqualTo(1);
        Lanes.assertAllFree(db);
    }

    @ParameterizedTest
    @MethodSource("fatalStatements")
    void commitOfATransactionThatSqliteEndedThrowsAndLeadsOn(Fatal fatal) throws Exception {
        openWithTables("pragmas.max_page_count", "40");
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t(id) VALUES (1)");
            Lanes.assertState(fatal.state(), () -> Ask.run(connection, fatal.sql()));
            Lanes.assertState("40000", connection::commit).hasMessageContaining("Nothing was committed");
            assertNextUserFindsTheLaneClean();
            Ask.run(connection, "INSERT INTO t(id) VALUES (4)");
            connection.commit();
        }
        assertThat(Ask.number(source, "SELECT sum(id) FROM t")).isEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource("fatalStatements")
    void closingAConnectionWhoseTransactionIsGoneIsQuiet(Fatal fatal) throws Exception {
        openWithTables("pragmas.max_page_count", "40");
        Connection connection = transaction();
        Ask.run(connection, "INSERT INTO t(id) VALUES (1)");
        Lanes.assertState(fatal.state(), () -> Ask.run(connection, fatal.sql()));
        connection.close();
        assertNextUserFindsTheLaneClean();
    }

    @ParameterizedTest
    @MethodSource("fatalStatements")
    void aHandWrittenTransactionThatSqliteEndedIsGoneUntilRollback(Fatal fatal) throws Exception {
        openWithTables("pragmas.max_page_count", "40");
        try (Connection connection = source.getConnection()) {
            Ask.script(connection, "BEGIN");
            Ask.run(connection, "INSERT INTO t(id) VALUES (1)");
            Lanes.assertState(fatal.state(), () -> Ask.run(connection, fatal.sql()));
            assertNextUserFindsTheLaneClean();
            Lanes.assertState("40000", () -> Ask.run(connection, "INSERT INTO t(id) VALUES (3)"));
            Ask.script(connection, "ROLLBACK");
            Ask.run(connection, "INSERT INTO t(id) VALUES (4)");
        }
        assertThat(Ask.number(source, "SELECT sum(id) FROM t")).isEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource("fatalStatements")
    void inAutocommitTheSameIsOneFailedStatement(Fatal fatal) throws Exception {
        openWithTables("pragmas.max_page_count", "40");
        try (Connection connection = source.getConnection()) {
            Ask.run(connection, "INSERT INTO t(id) VALUES (1)");
            Lanes.assertState(fatal.state(), () -> Ask.run(connection, fatal.sql()));
            Lanes.assertAllFree(db);
            Ask.run(connection, "INSERT INTO t(id) VALUES (4)");
        }
        assertThat(Ask.number(source, "SELECT sum(id) FROM t")).isEqualTo(5);
    }

    /** An ordinary failure undoes its statement alone; the transaction goes on. */
    @Test
    void aConstraintViolationLeavesTheTransactionOpen() throws Exception {
        openWithTables();
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t(id) VALUES (1)");
            Lanes.assertState("23505", () -> Ask.run(connection, "INSERT INTO t(id) VALUES (1)"));
            Ask.run(connection, "INSERT INTO t(id) VALUES (2)");
            connection.commit();
        }
        assertThat(Ask.number(source, COUNT)).isEqualTo(2);
        Lanes.assertAllFree(db);
    }

    @Test
    void closingAConnectionRollsBackWhatWasNotCommitted() throws Exception {
        openWithTables();
        Connection connection = transaction();
        Ask.run(connection, "INSERT INTO t(id) VALUES (1)");
        connection.close();
        connection.close();
        assertThat(connection.isClosed()).isTrue();
        Lanes.assertState("08003", connection::createStatement);
        assertNextUserFindsTheLaneClean();
    }

    @Test
    void abortByAnotherThreadRollsBackAndFreesTheLane() throws Exception {
        openWithTables();
        Connection connection = transaction();
        Ask.run(connection, "INSERT INTO t(id) VALUES (1)");
        Crowd.run(1, thread -> connection.abort(Runnable::run));
        assertThat(connection.isClosed()).isTrue();
        assertNextUserFindsTheLaneClean();
    }

    @Test
    void settingsOfATransactionThatHasBegunCannotBeChanged() throws Exception {
        openWithTables();
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t(id) VALUES (1)");
            Lanes.assertState("25001", () -> connection.setReadOnly(true));
            Lanes.assertState("25001", () -> connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED));
            connection.setReadOnly(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.rollback();
            connection.setReadOnly(true);
        }
    }
}
