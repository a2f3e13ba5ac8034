package dev.writelane;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import javax.sql.DataSource;

/** One thread, one connection after the other, all the ways in which an application writes. */
public final class EveryWayToWrite extends LedgerClient {
    public EveryWayToWrite(DataSource source, Ledger ledger, Manner manner) {
        super(source, ledger, manner);
    }

    public void run() {
        autocommit("INSERT INTO t VALUES (?)", 1);
        autocommit("INSERT INTO t VALUES (?) RETURNING id, 'text'", 2);
        transaction(this::readThenWrite);
        transaction(this::savepoints);
        transaction(this::duplicate);
        transaction(this::endedBySqlite);
        transaction(this::openCursor);
        transaction(this::deferredViolation);
        transaction(unit -> {
            unit.insert(70);
            unit.batch(71, 73);
        });
        rolledBack(unit -> unit.insert(80));
        closedWithoutCommit(unit -> unit.insert(81));
        batch(90, 92);
        script(100, 101);
        handWritten(unit -> unit.insert(110));
        quietly(this::readOnly);
        autocommit("INSERT INTO t VALUES (?)", 130);
    }

    private void readThenWrite(Unit unit) throws SQLException {
        unit.step(() -> Ask.number(unit.connection, "SELECT count(*) FROM t"));
        unit.insert(10);
        unit.insert(11);
    }

    private void savepoints(Unit unit) throws SQLException {
        unit.insert(20);
        unit.step(() -> {
            Savepoint savepoint = unit.connection.setSavepoint("s");
            unit.insert(21);
            unit.connection.rollback(savepoint);
            unit.unwritten(21);
            unit.connection.releaseSavepoint(savepoint);
        });
        unit.insert(22);
    }

    private void duplicate(Unit unit) throws SQLException {
        unit.insert(30);
        unit.failing("INSERT INTO t VALUES (" + OLD + ")");
        unit.insert(31);
    }

    private void endedBySqlite(Unit unit) throws SQLException {
        unit.insert(40);
        unit.failing("INSERT OR ROLLBACK INTO t VALUES (" + OLD + ")");
        unit.insert(41);
        unit.insert(42);
    }

    /** The cursor is left to its connection's end. */
    private void openCursor(Unit unit) throws SQLException {
        unit.insert(50);
        unit.insert(51);
        Statement cursor = unit.connection.createStatement();
        unit.step(() -> cursor.executeQuery("SELECT id FROM t").next());
        unit.insert(52);
    }

    private void deferredViolation(Unit unit) throws SQLException {
        unit.insert(60);
        unit.step(() -> {
            Ask.script(unit.connection, "PRAGMA defer_foreign_keys = on");
            Ask.run(unit.connection, "INSERT INTO child VALUES (77)");
        });
    }

    private void readOnly() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            Ask.number(connection, "SELECT count(*) FROM t");
            Ask.number(connection, "SELECT count(*) FROM t");
            connection.commit();
        }
    }
}
