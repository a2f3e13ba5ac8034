package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each wrong use through JDBC is refused in words that tell what, where and what to do instead, and changes nothing. */
class RefusalMessagesTest extends DatabaseTest {
    private static final String SELECT = "SELECT id, v FROM t";

    private Connection connection;
    private Statement statement;
    /** {@code connection #2}. */
    private String name;

    @BeforeEach
    void connect() throws SQLException {
        open();
        Ask.script(
                source, "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, 'one'), (2, 'two')");
        connection = source.getConnection();
        statement = connection.createStatement();
        name = connection.toString().split(" of ")[0];
        assertThat(name).matches("connection #\\d+");
    }

    @AfterEach
    void nothingWasDone() throws SQLException {
        connection.close();
        if (!db.isClosed()) {
            assertThat(Ask.text(source, "SELECT group_concat(id || v) FROM t")).isEqualTo("1one,2two");
            Lanes.assertAllFree(db);
        }
    }

    private static void assertRefused(String state, String message, ThrowingCallable call) {
        Lanes.assertState(state, call).hasMessage(message);
    }

    private String at(String sql) {
        return " [" + name + "; " + sql + "].";
    }

    private String at() {
        return " [" + name + "].";
    }

    // ---- texts ----

    @Test
    void severalStatementsWhereOneIsTaken() {
        String script = "DELETE FROM t; SELECT 1";
        for (String call : new String[] {"prepareStatement", "executeQuery", "addBatch"}) {
            assertRefused(
                    "42601",
                    call
                            + " takes one statement, and this text holds 2. Execute a script with Statement.execute, which runs"
                            + " it whole" + at(script),
                    () -> give(call, script));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", ";;", "-- DELETE FROM t", "/* nothing */ ;"})
    void noStatementAtAll(String text) {
        for (String call : new String[] {"prepareStatement", "executeQuery", "addBatch", "execute"}) {
            assertRefused(
                    "42601",
                    "The SQL text given to " + call + " holds no statement, only blanks or comments; write one"
                            + at(text),
                    () -> give(call, text));
        }
    }

    private void give(String call, String text) throws SQLException {
        switch (call) {
            case "prepareStatement" -> connection.prepareStatement(text);
            case "executeQuery" -> statement.executeQuery(text);
            case "addBatch" -> statement.addBatch(text);
            default -> statement.execute(text);
        }
    }

    @Test
    void aTextGivenToAPreparedStatement() throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(SELECT)) {
            String message = "A prepared statement has its SQL already: call the method without a text" + at(SELECT);
            assertRefused("HY010", message, () -> prepared.executeQuery("DELETE FROM t"));
            assertRefused("HY010", message, () -> prepared.execute("DELETE FROM t"));
            assertRefused("HY010", message, () -> prepared.executeUpdate("DELETE FROM t"));
            assertRefused("HY010", message, () -> prepared.addBatch("DELETE FROM t"));
        }
    }

    @Test
    void executeQueryOfAnUpdateAndExecuteUpdateOfASelect() throws SQLException {
        String delete = "DELETE FROM t";
        String noRows = "executeQuery needs a statement that returns rows; use executeUpdate or execute" + at(delete);
        assertRefused("02000", noRows, () -> statement.executeQuery(delete));
        String rows = "executeUpdate cannot return the rows of this statement; use executeQuery or execute";
        assertRefused("0100E", rows + at(SELECT), () -> statement.executeUpdate(SELECT));
        String returning = "DELETE FROM t RETURNING id";
        assertRefused("0100E", rows + at(returning), () -> statement.executeUpdate(returning));
        try (PreparedStatement prepared = connection.prepareStatement(delete);
                PreparedStatement select = connection.prepareStatement(SELECT)) {
            assertRefused("02000", noRows, prepared::executeQuery);
            assertRefused("0100E", rows + at(SELECT), select::executeUpdate);
        }
    }

    @Test
    void aSelectInABatch() throws SQLException {
        statement.addBatch("INSERT INTO t VALUES (3, 'three')");
        statement.addBatch(SELECT);
        assertRefused(
                "42601",
                "Batch entry 1 failed; nothing of the batch was kept: A batch takes statements that change rows or the schema"
                        + " and return none; execute this one by itself" + at(SELECT),
                statement::executeBatch);
    }

    // ---- what one native connection of many cannot do ----

    @ParameterizedTest
    @CsvSource({"PRAGMA foreign_keys = off, foreign_keys, off, 1", "PRAGMA cache_size(77), cache_size, 77, -8192"})
    void aPragmaAtRunTime(String sql, String pragma, String value, String now) {
        assertRefused(
                "0A000",
                "PRAGMA " + pragma + " = " + value + " would change one native connection of many; it is " + now
                        + " here. Put it into the settings, where it reaches every lane: its own key, or pragmas."
                        + pragma
                        + at(sql),
                () -> statement.execute(sql));
    }

    @Test
    void whatLastsOnlyInsideATransaction() {
        String outside = " lives as long as its transaction here; outside of one it would be gone at once. Call"
                + " setAutoCommit(false) or execute BEGIN first";
        String defer = "PRAGMA defer_foreign_keys = on";
        assertRefused("0A000", "PRAGMA defer_foreign_keys" + outside + at(defer), () -> statement.execute(defer));
        String temporary = "CREATE TEMP TABLE x(y)";
        assertRefused("0A000", "A temporary object" + outside + at(temporary), () -> statement.execute(temporary));
        String rowId = "SELECT last_insert_rowid()";
        assertRefused(
                "0A000",
                "last_insert_rowid(), changes() and total_changes() belong to one native connection, which others may have used"
                        + " in between; call them inside the transaction that wrote, or use RETURNING or getGeneratedKeys()"
                        + at(rowId),
                () -> statement.executeQuery(rowId));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ATTACH 'other.db' AS other", "DETACH DATABASE other", "attach 'x' as y"})
    void attachAndDetachAtRunTime(String sql) {
        String message = "ATTACH and DETACH would reach one native connection only: name the file in the setting"
                + " attach.<alias>, which attaches it to every lane" + at(sql);
        assertRefused("0A000", message, () -> statement.execute(sql));
        assertRefused("0A000", message, () -> statement.executeUpdate(sql));
    }

    @Test
    void explainOfAPragma() {
        String sql = "EXPLAIN PRAGMA foreign_keys = off";
        assertRefused(
                "0A000",
                "EXPLAIN PRAGMA would already apply the pragma to one native connection: run the pragma alone"
                        + at(sql),
                () -> statement.execute(sql));
    }

    // ---- after the end ----

    @Test
    void useAfterTheConnectionWasClosed() throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(SELECT);
        ResultSet live = statement.executeQuery(SELECT);
        assertThat(live.next()).isTrue();
        connection.close();
        String message = "This connection (" + name + " of " + db.status().file()
                + ") is closed: take another by getConnection().";
        assertRefused("08003", message, connection::createStatement);
        assertRefused("08003", message, () -> connection.prepareStatement(SELECT));
        assertRefused("08003", message, connection::commit);
        assertRefused("08003", message, () -> connection.setAutoCommit(false));
        assertRefused("08003", message, connection::getMetaData);
        String byConnection = " of " + name + " is closed, by its connection: take another by getConnection().";
        assertRefused("24000", "This statement" + byConnection, () -> statement.execute(SELECT));
        assertRefused("24000", "This prepared statement" + byConnection, prepared::executeQuery);
        String rows = "This result set of " + name
                + " is closed, by its statement or connection. Execute the statement again.";
        assertRefused("24000", rows, live::next);
        assertRefused("24000", rows, () -> live.getInt(1));
        connection.close();
        statement.close();
        live.close();
    }

    @Test
    void useAfterTheStatementWasClosed() throws SQLException {
        ResultSet live = statement.executeQuery(SELECT);
        PreparedStatement prepared = connection.prepareStatement("SELECT 1 WHERE ? = 7");
        prepared.setInt(1, 8);
        ResultSet empty = prepared.executeQuery();
        prepared.close();
        statement.close();
        assertRefused(
                "24000", "This statement of " + name + " is closed: make another.", () -> statement.execute(SELECT));
        String closed = "This prepared statement of " + name + " is closed: make another.";
        assertRefused("24000", closed, () -> prepared.setInt(1, 1));
        assertRefused("24000", closed, prepared::executeQuery);
        assertRefused("24000", endedBy("the end of its statement"), live::next);
        assertRefused("24000", endedBy("the end of its statement"), empty::next);
    }

    private String endedBy(String what) {
        return "This result set of " + name + " was closed by " + what
                + ". Read its rows before that, or use a statement of its own.";
    }

    @Test
    void aResultSetAfterItsEnd() throws SQLException {
        ResultSet closed = statement.executeQuery(SELECT);
        closed.close();
        String message = "This result set of " + name + " is closed. Execute the statement again.";
        assertRefused("24000", message, closed::next);
        assertRefused("24000", message, () -> closed.getString("v"));
        assertRefused("24000", message, closed::getMetaData);
    }

    @ParameterizedTest
    @ValueSource(strings = {SELECT, "SELECT 1 WHERE 0", "DELETE FROM t WHERE 0 RETURNING id"})
    void aResultSetAfterTheNextExecutionOfItsStatement(String sql) throws SQLException {
        ResultSet before = statement.executeQuery(sql);
        assertThat(statement.executeQuery(SELECT).next()).isTrue();
        String message = endedBy("the next execution of its statement, by thread "
                + Thread.currentThread().getName());
        assertRefused("24000", message, before::next);
        assertRefused("24000", message, () -> before.findColumn("id"));
        ResultSet more = statement.executeQuery(sql);
        assertThat(statement.getMoreResults()).isFalse();
        assertRefused("24000", endedBy("getMoreResults()"), more::next);
    }

    @Test
    void aResultSetAfterItsTransaction() throws SQLException {
        connection.setAutoCommit(false);
        ResultSet committed = statement.executeQuery(SELECT);
        assertThat(committed.next()).isTrue();
        connection.commit();
        assertRefused("24000", endedBy("commit"), committed::next);
        ResultSet rolledBack = statement.executeQuery(SELECT);
        assertThat(rolledBack.next()).isTrue();
        connection.rollback();
        assertRefused("24000", endedBy("rollback"), rolledBack::next);
    }

    @Test
    void useAfterTheDatabaseWasClosed() throws SQLException {
        String file = db.status().file();
        db.close();
        assertRefused("08003", "The database " + file + " is closed: open it again.", source::getConnection);
        assertRefused("08003", "The database " + file + " is closed: open it again.", () -> db.read(c -> 1));
        assertRefused(
                "08003",
                "The database is closed [lane read-1 of " + file + "]: open it again.",
                () -> statement.executeQuery(SELECT));
        assertRefused(
                "08003",
                "The database is closed [lane write of " + file + "]: open it again.",
                () -> statement.executeUpdate("DELETE FROM t"));
    }

    @Test
    void useOfAClosuresConnectionAfterTheClosure() throws SQLException {
        AtomicReference<Connection> kept = new AtomicReference<>();
        db.<Boolean>read(c -> kept.compareAndSet(null, c));
        String number = kept.get().toString().split(" of ")[0];
        assertRefused(
                "08003",
                "This connection (" + number + " of " + db.status().file()
                        + ") is closed: take another by getConnection().",
                kept.get()::createStatement);
    }

    // ---- parameters ----

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 3})
    void aParameterThatIsNotThere(int index) throws SQLException {
        String sql = "SELECT ?, ?";
        try (PreparedStatement two = connection.prepareStatement(sql);
                PreparedStatement none = connection.prepareStatement(SELECT)) {
            assertRefused(
                    "07009",
                    "Parameter " + index + " is not there: the statement has parameters 1 to 2" + at(sql),
                    () -> two.setString(index, "x"));
            assertRefused(
                    "07009",
                    "Parameter " + index + " is not there: the statement has no parameters" + at(SELECT),
                    () -> none.setString(index, "x"));
        }
    }

    @Test
    void aParameterThatIsMissing() throws SQLException {
        String sql = "INSERT INTO t VALUES (?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setInt(1, 3);
            String message = "Parameter 2 of 2 is not set: set each before the execution, a NULL by setNull" + at(sql);
            assertRefused("07001", message, insert::executeUpdate);
            assertRefused("07001", message, insert::execute);
            assertRefused("07001", message, insert::addBatch);
        }
        assertRefused(
                "07001",
                "The statement takes 2 parameters, and a text alone sets none: use prepareStatement and set them"
                        + at(sql),
                () -> statement.execute(sql));
        assertRefused(
                "07001",
                "A batch entry given as text cannot have parameters: use prepareStatement and set them" + at(sql),
                () -> statement.addBatch(sql));
    }

    @Test
    void aParameterThatSqliteCannotStore() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
            assertRefused(
                    "07006",
                    "parameter 2 is a java.lang.Object, which has no form in SQLite: pass a String, a number, a byte[], a"
                            + " java.time value, a UUID or an enum made from it",
                    () -> insert.setObject(2, new Object()));
            assertRefused(
                    "22023",
                    "parameter 2 is NaN, which SQLite would store as NULL: pass null if that is meant",
                    () -> insert.setDouble(2, Double.NaN));
        }
    }

    // ---- columns ----

    @ParameterizedTest
    @ValueSource(strings = {SELECT, "UPDATE t SET v = v WHERE id = 1 RETURNING id, v"})
    void aColumnThatIsNotThereOrCannotBeReadSo(String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            assertRefused("24000", "The result set stands before its first row: call next().", () -> rows.getInt(1));
            assertThat(rows.next()).isTrue();
            for (int column : new int[] {-1, 0, 3}) {
                String message = "Column " + column + " is not there: the result has columns 1 to 2.";
                assertRefused("22003", message, () -> rows.getInt(column));
                assertRefused("22003", message, () -> rows.getObject(column));
                assertRefused("22003", message, () -> rows.getMetaData().getColumnLabel(column));
            }
            assertRefused(
                    "42703", "There is no column 'w' in the result; there are [id, v].", () -> rows.getString("w"));
            String table = sql.equals(SELECT)
                    ? "t."
                    : rows.getMetaData().getTableName(2).isEmpty() ? "" : "t.";
            assertRefused(
                    "22018",
                    "column 2 (" + table
                            + "v) holds TEXT of 3 characters, which cannot be read as int: read it with getString,"
                            + " getBytes or getObject, or convert it in the SQL with CAST",
                    () -> rows.getInt("v"));
            assertRefused(
                    "07006",
                    "column 2 (" + table
                            + "v) cannot be read as java.lang.Thread: read it as String, byte[], a number or a"
                            + " java.time type and convert that",
                    () -> rows.getObject(2, Thread.class));
            assertRefused("0A000", "SQLite's result sets go forward only: call next().", () -> rows.previous());
            assertRefused(
                    "0A000",
                    "SQLite's result sets are read-only: execute an UPDATE, INSERT or DELETE.",
                    () -> rows.updateInt(1, 7));
            while (rows.next()) {
                assertThat(rows.getInt(1)).isEqualTo(2);
            }
            assertRefused(
                    "24000",
                    "The result set stands behind its last row: next() has returned false.",
                    () -> rows.getInt(1));
        }
    }

    @Test
    void resultSetsOfOtherTypes() {
        String message =
                "SQLite's result sets are TYPE_FORWARD_ONLY and CONCUR_READ_ONLY: read the rows into a list to go back,"
                        + " and change them by UPDATE, INSERT or DELETE.";
        assertRefused(
                "0A000",
                message,
                () -> connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY));
        assertRefused(
                "0A000",
                message,
                () -> connection.prepareStatement(SELECT, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE));
        assertRefused(
                "0A000",
                "Result sets end with their transaction: only CLOSE_CURSORS_AT_COMMIT is there.",
                () -> connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT));
    }

    @Test
    void negativeBounds() {
        String rule = "; it must be 0, which is no limit, or more" + at();
        assertRefused("22023", "The query timeout is -1" + rule, () -> statement.setQueryTimeout(-1));
        assertRefused("22023", "The maximum of rows is -2" + rule, () -> statement.setMaxRows(-2));
        assertRefused("22023", "The fetch size is -3" + rule, () -> statement.setFetchSize(-3));
        assertRefused(
                "22023",
                "The timeout of isValid is -4 seconds; it must not be negative.",
                () -> connection.isValid(-4));
    }

    // ---- transactions ----

    @Test
    void transactionsWithinTransactions() throws SQLException {
        connection.setAutoCommit(false);
        assertRefused(
                "25001",
                "BEGIN inside a transaction: SQLite has no nested transactions; use SAVEPOINT" + at("BEGIN"),
                () -> statement.execute("BEGIN"));
        assertRefused(
                "25001",
                "This statement cannot run inside a transaction: commit first and use autocommit" + at("VACUUM"),
                () -> statement.execute("VACUUM"));
        statement.executeQuery(SELECT).close();
        assertRefused(
                "25001",
                "setReadOnly cannot change a transaction that has begun; call it before the first statement" + at(),
                () -> connection.setReadOnly(true));
        assertRefused(
                "25001",
                "setTransactionIsolation cannot change a transaction that has begun; call it before the first statement"
                        + at(),
                () -> connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED));
    }

    @Test
    void transactionsThatAreNotThere() throws SQLException {
        String message = " needs a transaction: call setAutoCommit(false) or execute BEGIN first" + at();
        assertRefused("25P01", "commit" + message, connection::commit);
        assertRefused("25P01", "rollback" + message, connection::rollback);
        assertRefused("25P01", "commit" + message, () -> statement.execute("COMMIT"));
        assertRefused("25P01", "a savepoint" + message, connection::setSavepoint);
        assertRefused(
                "0A000",
                "Isolation level 0 is none: use a TRANSACTION_ constant of java.sql.Connection other than TRANSACTION_NONE.",
                () -> connection.setTransactionIsolation(Connection.TRANSACTION_NONE));
    }

    @Test
    void savepointsThatAreNotThere() throws SQLException {
        connection.setAutoCommit(false);
        assertRefused(
                "3B001",
                "There is no savepoint 'nowhere' in this transaction; none is set" + at(),
                () -> statement.execute("ROLLBACK TO nowhere"));
        Savepoint here = connection.setSavepoint("here");
        assertRefused(
                "3B001",
                "There is no savepoint 'nowhere' in this transaction; there are [here]" + at(),
                () -> statement.execute("RELEASE nowhere"));
        try (Connection other = transaction()) {
            assertRefused(
                    "3B001",
                    "The savepoint was not set on this connection: use one that setSavepoint returned here ["
                            + other.toString().split(" of ")[0] + "].",
                    () -> other.rollback(here));
        }
        connection.commit();
        assertRefused(
                "3B001",
                "There is no savepoint 'here' in this transaction; none is set" + at(),
                () -> connection.rollback(here));
    }

    @Test
    void writesOnAReadOnlyConnection() throws SQLException {
        connection.setReadOnly(true);
        String delete = "DELETE FROM t";
        String message =
                "This connection is read-only and cannot write: leave out readOnly, or call setReadOnly(false) before the"
                        + " transaction" + at(delete);
        assertRefused("25006", message, () -> statement.executeUpdate(delete));
        connection.setAutoCommit(false);
        assertRefused("25006", message, () -> statement.executeUpdate(delete));
    }

    @Test
    void aLongTextIsCutInItsMessage() {
        String sql = "ATTACH '" + "x".repeat(1_000) + "' AS y";
        Lanes.assertState("0A000", () -> statement.execute(sql))
                .hasMessageEndingWith("[" + name + "; " + sql.substring(0, 200) + "...].");
    }
}
