package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.FaultyEngine.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nobody is ever told "committed" wrongly. A scripted scenario runs on a database whose n-th native call fails, for every n until it
 * passes without a fault, and for each way of failing. Each writer notes what it was told of its rows; the stock driver then
 * says what the file has.
 */
@Timeout(300)
class FaultInjectionTest {
    /** A fault can make the kit retry, which is at most so many calls more; far above what any scenario takes. */
    private static final int MANY = 5_000;

    @TempDir
    Path directory;

    private interface Scenario {
        void run(SqliteDatabase db, Ledger ledger) throws Exception;
    }

    /** What an application does when a statement in the midst of its transaction fails. */
    private enum Client {
        /** Rolls back. */
        GIVES_UP,
        /** Swallows the error, goes on with the next statement, and commits. */
        GOES_ON
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void nobodyIsToldCommittedWronglyByAClientThatGivesUp(Fault fault) throws Exception {
        failEveryCall(fault, (db, ledger) -> new Script(db.dataSource(), ledger, Client.GIVES_UP).run());
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void nobodyIsToldCommittedWronglyByAClientThatGoesOn(Fault fault) throws Exception {
        failEveryCall(fault, (db, ledger) -> new Script(db.dataSource(), ledger, Client.GOES_ON).run());
    }

    private void failEveryCall(Fault fault, Scenario scenario) throws Exception {
        createTemplate();
        List<String> wrong = new ArrayList<>();
        boolean reached = true;
        int call = 0;
        while (reached) {
            call++;
            assertThat(call).as("native calls of a scenario that does not end").isLessThan(MANY);
            reached = failOneCall(call, 1, fault, scenario, wrong);
        }
        assertThat(wrong).as("%s at each of %s native calls", fault, call - 1).isEmpty();
        assertThat(call).as("native calls").isGreaterThan(30);
    }

    /** A file with the tables, in write-ahead mode already: creating it takes longer than the scenario. */
    private void createTemplate() throws SQLException {
        try (SqliteDatabase db = SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + template()))) {
            Ask.script(
                    db.dataSource(),
                    "CREATE TABLE t(id INTEGER PRIMARY KEY); INSERT INTO t VALUES (" + Script.OLD + ");"
                            + "CREATE TABLE child(p INTEGER REFERENCES t DEFERRABLE INITIALLY DEFERRED)");
        }
    }

    private Path template() {
        return directory.resolve("template.db");
    }

    /** Returns whether the scenario came as far as the call that was to fail. */
    private boolean failOneCall(int call, int times, Fault fault, Scenario scenario, List<String> wrong)
            throws Exception {
        Path file = directory.resolve(fault + "-" + call + ".db");
        Files.copy(template(), file);
        Ledger ledger = new Ledger();
        ledger.committed(List.of(ledger.write(Script.OLD)));
        FaultyEngine engine;
        boolean reached;
        String where;
        try (SqliteDatabase db = SqliteDatabase.open(SqliteConfig.builder("jdbc:sqlite:" + file)
                .put("readers", "1")
                .put("synchronous", "off")
                .put("acquire-timeout", "2s")
                .put("shutdown-timeout", "1s")
                .build())) {
            engine = FaultyEngine.under(db);
            engine.arm(call, times, fault);
            Throwable unexpected = null;
            try {
                scenario.run(db, ledger);
            } catch (SQLException | RuntimeException | Error e) {
                unexpected = e;
            }
            reached = engine.disarm();
            where = fault + " at call " + call + ", " + engine.failed() + ": ";
            if (unexpected != null) {
                wrong.add(where + "the scenario ended with " + unexpected);
            }
            note(wrong, where, () -> Lanes.assertAllFree(db));
            note(wrong, where, () -> nextWritesWork(db, ledger));
        }
        note(wrong, where, () -> checkFile(file, ledger));
        if (!reached) {
            assertThat(ledger.committed()).as("rows committed without a fault").isGreaterThan(5);
        }
        Files.delete(file);
        return reached;
    }

    private interface Check {
        void run() throws Exception;
    }

    private static void note(List<String> wrong, String where, Check check) {
        try {
            check.run();
        } catch (Exception | AssertionError e) {
            wrong.add(where + e);
        }
    }

    private static void nextWritesWork(SqliteDatabase db, Ledger ledger) throws SQLException {
        Ask.run(db.dataSource(), "INSERT INTO t VALUES (?)", ledger.write(1001));
        db.write(connection -> Ask.run(connection, "INSERT INTO t VALUES (?)", ledger.write(1002)));
        ledger.committed(List.of(1001, 1002));
        assertThat(Ask.number(db.dataSource(), "SELECT count(*) FROM t WHERE id > 1000"))
                .as("rows of the next users")
                .isEqualTo(2);
    }

    private static void checkFile(Path file, Ledger ledger) throws SQLException {
        try (Connection stock = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = stock.createStatement()) {
            assertThat(Ask.text(stock, "PRAGMA integrity_check")).isEqualTo("ok");
            assertThat(Ask.number(stock, "SELECT count(*) FROM child")).isZero();
            Set<Integer> there = new HashSet<>();
            try (ResultSet rows = statement.executeQuery("SELECT id FROM t")) {
                while (rows.next()) {
                    there.add(rows.getInt(1));
                }
            }
            assertThat(ledger.lies(there)).isEmpty();
        }
    }

    /**
     * One thread, several connections, all ways to write. Whatever fails is noted as failed and the script goes on with its next
     * part, as the requests of an application would.
     */
    private static final class Script {
        /** A row that is there before. */
        static final int OLD = 0;

        private final DataSource source;
        private final Ledger ledger;
        private final Client client;

        Script(DataSource source, Ledger ledger, Client client) {
            this.source = source;
            this.ledger = ledger;
            this.client = client;
        }

        void run() throws SQLException {
            autocommit();
            transaction(this::readThenWrite);
            transaction(this::savepoints);
            transaction(this::duplicate);
            transaction(this::endedBySqlite);
            transaction(this::openCursor);
            transaction(this::deferredViolation);
            transaction(this::batchInside);
            rolledBack();
            closedWithoutCommit();
            batch();
            script();
            handWritten();
            snapshot();
            autocommitAfterAll();
        }

        private interface Body {
            void run(Unit unit) throws SQLException;
        }

        /** A transaction with the rows it has written. */
        private final class Unit {
            final Connection connection;
            final List<Integer> written = new ArrayList<>();

            Unit(Connection connection) {
                this.connection = connection;
            }

            void insert(int row) throws SQLException {
                step(() -> {
                    Ask.run(connection, "INSERT INTO t VALUES (?)", ledger.write(row));
                    written.add(row);
                });
            }

            void step(Step step) throws SQLException {
                try {
                    step.run();
                } catch (SQLException e) {
                    if (client == Client.GIVES_UP) {
                        throw e;
                    }
                }
            }
        }

        private interface Step {
            void run() throws SQLException;
        }

        private void transaction(Body body) {
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                Unit unit = new Unit(connection);
                try {
                    body.run(unit);
                } catch (SQLException e) {
                    connection.rollback();
                    return;
                }
                commit(unit, connection::commit);
            } catch (SQLException e) {
                return; // the way out failed; what was told is noted
            }
        }

        private void commit(Unit unit, Step commit) {
            try {
                commit.run();
            } catch (SQLException e) {
                ledger.commitFailed(unit.written, e);
                return;
            }
            ledger.committed(unit.written);
        }

        private void autocommit() {
            insertAlone("INSERT INTO t VALUES (?)", 1);
            insertAlone("INSERT INTO t VALUES (?) RETURNING id", 2);
        }

        private void insertAlone(String sql, int row) {
            ledger.write(row);
            try {
                Ask.run(source, sql, row);
            } catch (SQLException e) {
                ledger.commitFailed(List.of(row), e);
                return;
            }
            ledger.committed(List.of(row));
        }

        private void readThenWrite(Unit unit) throws SQLException {
            unit.step(() -> Ask.number(unit.connection, "SELECT count(*) FROM t"));
            unit.insert(10);
            unit.insert(11);
        }

        private void savepoints(Unit unit) throws SQLException {
            unit.insert(20);
            unit.step(() -> {
                var savepoint = unit.connection.setSavepoint("s");
                unit.insert(21);
                unit.connection.rollback(savepoint);
                unit.written.remove((Integer) 21);
                unit.connection.releaseSavepoint(savepoint);
            });
            unit.insert(22);
        }

        private void duplicate(Unit unit) throws SQLException {
            unit.insert(30);
            try {
                Ask.run(unit.connection, "INSERT INTO t VALUES (" + OLD + ")");
            } catch (SQLException expected) {
                unit.step(() -> Ask.number(unit.connection, "SELECT count(*) FROM t"));
            }
            unit.insert(31);
        }

        private void endedBySqlite(Unit unit) throws SQLException {
            unit.insert(40);
            try {
                Ask.run(unit.connection, "INSERT OR ROLLBACK INTO t VALUES (" + OLD + ")");
            } catch (SQLException expected) {
                unit.insert(41);
            }
            unit.insert(42);
        }

        private void openCursor(Unit unit) throws SQLException {
            unit.insert(50);
            unit.insert(51);
            Statement cursor = unit.connection.createStatement(); // left to its connection's end
            unit.step(() -> cursor.executeQuery("SELECT id FROM t").next());
            unit.insert(52);
        }

        private void deferredViolation(Unit unit) throws SQLException {
            unit.insert(60);
            unit.step(() -> Ask.run(unit.connection, "INSERT INTO child VALUES (77)"));
        }

        private void batchInside(Unit unit) throws SQLException {
            unit.insert(70);
            unit.step(() -> {
                try {
                    unit.written.addAll(batch(unit.connection, 71, 73));
                } catch (BatchUpdateException e) {
                    noteEntries(unit, 71, e.getUpdateCounts());
                    throw e;
                }
            });
        }

        /** The entries before the failing one are in the transaction, and commit() may still come. */
        private void noteEntries(Unit unit, int first, int[] counts) {
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] >= 0) {
                    unit.written.add(first + i);
                }
            }
        }

        private List<Integer> batch(Connection connection, int first, int last) throws SQLException {
            List<Integer> rows = IntStream.rangeClosed(first, last).boxed().toList();
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
                for (int row : rows) {
                    insert.setInt(1, ledger.write(row));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            return rows;
        }

        private void rolledBack() {
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                new Unit(connection).insert(80);
                connection.rollback();
            } catch (SQLException e) {
                return;
            }
        }

        private void closedWithoutCommit() {
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                new Unit(connection).insert(81);
            } catch (SQLException e) {
                return;
            }
        }

        private void batch() {
            try (Connection connection = source.getConnection()) {
                ledger.committed(batch(connection, 90, 92));
            } catch (BatchUpdateException e) {
                ledger.commitFailed(List.of(90, 91, 92), e);
            } catch (SQLException e) {
                return;
            }
        }

        private void script() {
            List<Integer> rows = List.of(ledger.write(100), ledger.write(101));
            try {
                Ask.script(source, "INSERT INTO t VALUES (100); INSERT INTO t VALUES (101)");
            } catch (SQLException e) {
                ledger.commitFailed(rows, e);
                return;
            }
            ledger.committed(rows);
        }

        private void handWritten() {
            try (Connection connection = source.getConnection()) {
                Unit unit = new Unit(connection);
                Ask.script(connection, "BEGIN");
                unit.insert(110);
                commit(unit, () -> Ask.script(connection, "COMMIT"));
            } catch (SQLException e) {
                return;
            }
        }

        private void snapshot() {
            try (Connection connection = source.getConnection()) {
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                Ask.number(connection, "SELECT count(*) FROM t");
                insertAlone("INSERT INTO t VALUES (?)", 120);
                Ask.number(connection, "SELECT count(*) FROM t");
                connection.commit();
            } catch (SQLException e) {
                return;
            }
        }

        private void autocommitAfterAll() {
            insertAlone("INSERT INTO t VALUES (?)", 130);
        }
    }
}
