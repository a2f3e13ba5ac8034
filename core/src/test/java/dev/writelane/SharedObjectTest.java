package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Objects that threads must not share answer with the right rows or with the ownership error, never with another thread's rows.
 *
 * <pre>
 * thread A                 thread B
 * setInt(1, 7)
 *                          setInt(1, 8)       25000: A has begun to set parameters
 * executeQuery()
 *                          setInt(1, 8), executeQuery()
 * next()                                      24000: closed by the next execution
 * </pre>
 *
 * The same harness finds wrong answers with the stock driver, so it can fail.
 */
class SharedObjectTest extends DatabaseTest {
    private static final int THREADS = 16;
    private static final int CALLS = 2_000;
    private static final int ROUNDS = 50;
    private static final int STOCK_CALLS = 20_000;
    private static final int ROWS = 1_000;
    private static final String TABLE = "CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER); WITH RECURSIVE n(i) AS"
            + " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + ROWS + ") INSERT INTO t SELECT i, i * 7 FROM n";

    /** What the calls of all threads came to. */
    private static final class Tally {
        final AtomicLong right = new AtomicLong();
        final AtomicLong refused = new AtomicLong();
        final Queue<String> wrong = new ConcurrentLinkedQueue<>();

        void count(boolean isRight, String otherwise) {
            if (isRight) {
                right.incrementAndGet();
            } else {
                wrong.add(otherwise);
            }
        }

        @Override
        public String toString() {
            return THREADS + " threads: " + right + " right, " + refused + " refused, " + wrong.size() + " wrong";
        }
    }

    private static boolean isOwnershipError(SQLException e) {
        return "25000".equals(e.getSQLState())
                || "24000".equals(e.getSQLState())
                        && (e.getMessage().contains("closed by the next execution of its statement")
                                || e.getMessage().contains("behind its last row"));
    }

    @Test
    void aSharedPreparedStatementNeverGivesAnothersRow() throws Exception {
        open();
        Ask.script(source, TABLE);
        Tally tally = new Tally();
        // Whoever has set a parameter and is refused then keeps the statement for itself: now and then nobody gets
        // through.
        for (int round = 0; round < ROUNDS && tally.right.get() == 0; round++) {
            try (Connection connection = source.getConnection();
                    PreparedStatement shared = connection.prepareStatement("SELECT id, v FROM t WHERE id = ?")) {
                Crowd.run(THREADS, thread -> {
                    for (int i = 0; i < CALLS; i++) {
                        try {
                            pointSelect(shared, tally);
                        } catch (SQLException e) {
                            tally.refused.incrementAndGet();
                            if (!isOwnershipError(e)) {
                                throw e;
                            }
                        }
                    }
                });
            }
        }
        assertThat(tally.wrong).as("%s", tally).isEmpty();
        assertThat(tally.right.get()).as("%s", tally).isPositive();
        Lanes.assertAllFree(db);
    }

    @Test
    void theSameOnTheStockDriverGivesWrongRows() throws Exception {
        Tally tally = new Tally();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file())) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(TABLE);
            }
            try (PreparedStatement shared = connection.prepareStatement("SELECT id, v FROM t WHERE id = ?")) {
                Crowd.run(THREADS, thread -> {
                    for (int i = 0; i < STOCK_CALLS && tally.wrong.isEmpty(); i++) {
                        try {
                            pointSelect(shared, tally);
                        } catch (SQLException | RuntimeException e) {
                            tally.refused.incrementAndGet();
                        }
                    }
                });
            }
        }
        assertThat(tally.wrong).as("stock sqlite-jdbc, %s", tally).isNotEmpty();
    }

    private static void pointSelect(PreparedStatement shared, Tally tally) throws SQLException {
        int wanted = 1 + ThreadLocalRandom.current().nextInt(ROWS);
        shared.setInt(1, wanted);
        ResultSet rows = shared.executeQuery();
        if (!rows.next()) {
            tally.count(false, "no row for " + wanted);
            return;
        }
        int id = rows.getInt(1);
        int v = rows.getInt(2);
        tally.count(id == wanted && v == wanted * 7, "wanted " + wanted + ", got " + id + " with " + v);
    }

    @Test
    void aSharedConnectionGivesEachThreadItsOwnRowsAndKeys() throws Exception {
        open("synchronous", "off");
        Ask.script(source, TABLE + "; CREATE TABLE k(id INTEGER PRIMARY KEY, owner INTEGER)");
        Tally tally = new Tally();
        Map<Long, Integer> owners = new ConcurrentHashMap<>();
        try (Connection shared = source.getConnection()) {
            Crowd.run(THREADS, thread -> {
                for (int i = 0; i < CALLS; i++) {
                    if (i % 4 == 0) {
                        insertWithKey(shared, thread, owners, tally);
                    } else {
                        ownStatement(shared, tally);
                    }
                }
            });
            assertThat(tally.wrong).as("%s", tally).isEmpty();
            assertThat(tally.right.get()).as("%s", tally).isPositive();
            for (Map.Entry<Long, Integer> owner : owners.entrySet()) {
                assertThat(Ask.number(shared, "SELECT owner FROM k WHERE id = ?", owner.getKey()))
                        .as("owner of the generated key %s", owner.getKey())
                        .isEqualTo((long) owner.getValue());
            }
        }
        Lanes.assertAllFree(db);
    }

    private static void ownStatement(Connection shared, Tally tally) throws SQLException {
        PreparedStatement own = null;
        try {
            own = shared.prepareStatement("SELECT id, v FROM t WHERE id = ?");
            pointSelect(own, tally);
        } catch (SQLException e) {
            refusedOrThrow(e, tally);
        } finally {
            closeInSpiteOfOthers(own);
        }
    }

    private static void insertWithKey(Connection shared, int thread, Map<Long, Integer> owners, Tally tally)
            throws SQLException {
        PreparedStatement own = null;
        try {
            own = shared.prepareStatement("INSERT INTO k(owner) VALUES (?)", Statement.RETURN_GENERATED_KEYS);
            own.setInt(1, thread);
            own.executeUpdate();
            ResultSet keys = own.getGeneratedKeys();
            if (keys.next()) {
                long key = keys.getLong(1);
                tally.count(owners.put(key, thread) == null, "key " + key + " given twice");
            } else {
                tally.count(false, "no key");
            }
        } catch (SQLException e) {
            refusedOrThrow(e, tally);
        } finally {
            closeInSpiteOfOthers(own);
        }
    }

    private static void refusedOrThrow(SQLException e, Tally tally) throws SQLException {
        tally.refused.incrementAndGet();
        if (!isOwnershipError(e)) {
            throw e;
        }
    }

    private static void closeInSpiteOfOthers(PreparedStatement statement) throws SQLException {
        while (statement != null) {
            try {
                statement.close();
                return;
            } catch (SQLException e) {
                if (!isOwnershipError(e)) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aSharedResultSetNeverGivesATornRow() throws Exception {
        open();
        Ask.script(source, TABLE);
        Tally tally = new Tally();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (int round = 0; round < 10; round++) {
                Map<Integer, Integer> taken = new ConcurrentHashMap<>();
                ResultSet shared = statement.executeQuery("SELECT a.id, a.v FROM t a");
                Crowd.run(THREADS, thread -> shareRows(shared, tally, taken, thread));
            }
        }
        assertThat(tally.wrong).as("%s", tally).isEmpty();
        assertThat(tally.right.get()).as("%s", tally).isPositive();
        Lanes.assertAllFree(db);
    }

    @Test
    void aSharedResultSetOfTheStockDriverGivesTornRows() throws Exception {
        Tally tally = new Tally();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(TABLE);
            for (int round = 0; round < 200 && tally.wrong.isEmpty(); round++) {
                Map<Integer, Integer> taken = new ConcurrentHashMap<>();
                ResultSet shared = statement.executeQuery("SELECT a.id, a.v FROM t a");
                Crowd.run(THREADS, thread -> {
                    try {
                        shareRows(shared, tally, taken, thread);
                    } catch (SQLException | RuntimeException e) {
                        tally.refused.incrementAndGet();
                    }
                });
            }
        }
        assertThat(tally.wrong).as("stock sqlite-jdbc, %s", tally).isNotEmpty();
    }

    /** Each row may be had by one thread at most, and whole. */
    private static void shareRows(ResultSet shared, Tally tally, Map<Integer, Integer> taken, int thread)
            throws SQLException {
        while (true) {
            try {
                if (!shared.next()) {
                    return;
                }
                int id = shared.getInt(1);
                int v = shared.getInt(2);
                Integer other = taken.put(id, thread);
                tally.count(v == id * 7 && other == null, id + " with " + v + ", had before by " + other);
            } catch (SQLException e) {
                refusedOrThrow(e, tally);
                if (!"25000".equals(e.getSQLState())) {
                    return;
                }
            }
        }
    }

    @Test
    void theErrorNamesBothThreadsAndTheRemedy() throws Exception {
        open("diagnostics", "true");
        Ask.script(source, TABLE);
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT v FROM t WHERE id = ?")) {
            statement.setInt(1, 1);
            String first = Thread.currentThread().getName();
            Crowd.run(
                    1,
                    thread -> Lanes.assertState("25000", () -> statement.setInt(1, 2))
                            .hasMessageContaining("thread " + first)
                            .hasMessageContaining("thread crowd-0")
                            .hasMessageContaining("getConnection()")
                            .hasRootCauseMessage("obtained here"));
        }
    }

    @Test
    void ownershipThreadKeepsAConnectionToTheThreadThatObtainedIt() throws Exception {
        open("ownership", "thread");
        try (Connection connection = source.getConnection()) {
            Crowd.run(1, thread -> Lanes.assertState("25000", connection::createStatement));
            assertThat(Ask.number(connection, "SELECT 1")).isEqualTo(1);
        }
    }
}
