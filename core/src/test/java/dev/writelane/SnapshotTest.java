package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** What a read sees, and that it waits for nobody. */
class SnapshotTest extends DatabaseTest {
    private static final int COMMITS = 1_000;
    private static final String COUNT = "SELECT count(*) FROM t";

    private void openWithTable(String... settings) throws SQLException {
        open(settings);
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER)");
    }

    @Test
    void aReadOnlyTransactionSeesOneSnapshotWhileCommitsGoBy() throws Exception {
        openWithTable();
        Ask.run(source, "INSERT INTO t(v) VALUES (0)");
        try (Connection reader = transaction()) {
            reader.setReadOnly(true);
            assertThat(Ask.number(reader, COUNT)).isEqualTo(1);
            for (int i = 1; i <= COMMITS; i++) {
                Ask.run(source, "INSERT INTO t(v) VALUES (?)", i);
                if (i % 100 == 0) {
                    assertThat(Ask.number(reader, COUNT))
                            .as("after %s commits", i)
                            .isEqualTo(1);
                    assertThat(Ask.number(source, COUNT))
                            .as("in autocommit after %s commits", i)
                            .isEqualTo(1 + i);
                }
            }
            assertThat(Lanes.readLanesHeld(db)).isEqualTo(1);
            reader.commit();
            assertThat(Ask.number(reader, COUNT))
                    .as("the next transaction's snapshot")
                    .isEqualTo(1 + COMMITS);
        }
        Lanes.assertAllFree(db);
    }

    @Test
    void aReadOnlyTransactionCannotWrite() throws Exception {
        openWithTable();
        try (Connection reader = transaction()) {
            reader.setReadOnly(true);
            Lanes.assertState("25006", () -> Ask.run(reader, "INSERT INTO t(v) VALUES (1)"))
                    .hasMessageContaining("read-only");
            assertThat(Ask.number(reader, COUNT)).isZero();
        }
        Lanes.assertAllFree(db);
    }

    @Test
    void aReadNeverWaitsForAWriteTransactionThatIsHeldOpen() throws Exception {
        openWithTable();
        try (Connection writer = transaction()) {
            Ask.run(writer, "INSERT INTO t(v) VALUES (1)");
            Crowd.run(8, thread -> {
                for (int i = 0; i < 200; i++) {
                    assertThat(Ask.number(source, COUNT)).isZero();
                }
                try (Connection reader = transaction()) {
                    reader.setReadOnly(true);
                    assertThat(Ask.number(reader, COUNT)).isZero();
                }
                assertThat(Lanes.writeHolder(db))
                        .as("the write lane is held all the time")
                        .isNotNull();
            });
            writer.commit();
        }
        assertThat(Ask.number(source, COUNT)).isEqualTo(1);
        assertThat(db.status().counters().timeouts()).isZero();
    }

    @Test
    void readCommittedSeesTheLatestCommitsUntilItsFirstWrite() throws Exception {
        openWithTable("acquire-timeout", "100ms");
        try (Connection connection = transaction()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            assertThat(Ask.number(connection, COUNT)).isZero();
            Ask.run(source, "INSERT INTO t(v) VALUES (1)");
            assertThat(Ask.number(connection, COUNT)).isEqualTo(1);
            assertThat(Lanes.writeHolder(db)).as("no write yet").isNull();

            Ask.run(connection, "INSERT INTO t(v) VALUES (2)");
            assertThat(Ask.number(connection, COUNT)).as("its own write").isEqualTo(2);
            assertThat(Ask.number(source, COUNT)).as("others").isEqualTo(1);
            Lanes.assertState("55P03", () -> Ask.run(source, "INSERT INTO t(v) VALUES (3)"));
            connection.commit();
            assertThat(Lanes.writeHolder(db)).isNull();
        }
        assertThat(Ask.number(source, COUNT)).isEqualTo(2);
    }

    @Test
    void aSerializableTransactionHoldsTheWriteLaneFromItsFirstStatement() throws Exception {
        openWithTable("acquire-timeout", "100ms");
        try (Connection connection = transaction()) {
            assertThat(Lanes.writeHolder(db))
                    .as("nothing is acquired by setAutoCommit")
                    .isNull();
            assertThat(Ask.number(connection, COUNT)).isZero();
            Lanes.assertState("55P03", () -> Ask.run(source, "INSERT INTO t(v) VALUES (3)"));
            Ask.run(connection, "INSERT INTO t(v) VALUES (1)");
            assertThat(Ask.number(connection, COUNT)).as("its own write").isEqualTo(1);
            connection.rollback();
        }
        assertThat(Ask.number(source, COUNT)).isZero();
        Lanes.assertAllFree(db);
    }

    @Test
    void anAutocommitWriteIsSeenAtOnceWhileAnOlderResultSetStaysOpen() throws Exception {
        openWithTable("readers", "3");
        Ask.run(source, "INSERT INTO t(v) VALUES (1), (2), (3)");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet older = statement.executeQuery("SELECT v FROM t")) {
            int rows = 0;
            while (older.next()) {
                rows++;
                Ask.run(connection, "INSERT INTO t(v) VALUES (?)", 100 + rows);
                assertThat(Ask.number(connection, COUNT))
                        .as("read-your-own-writes after insert %s", rows)
                        .isEqualTo(3 + rows);
            }
            assertThat(rows).as("rows of the snapshot that was opened first").isEqualTo(3);
        }
        Lanes.assertAllFree(db);
    }

    @Test
    void nestedReadsOnAllLanesAtOnceDoNotWaitForEachOther() throws Exception {
        int readers = 2;
        openWithTable("readers", Integer.toString(readers));
        Ask.run(source, "INSERT INTO t(v) VALUES (1), (2), (3)");
        CyclicBarrier allLanesBusy = new CyclicBarrier(readers);
        Crowd.run(readers, thread -> {
            try (Connection connection = source.getConnection();
                    PreparedStatement outer = connection.prepareStatement("SELECT v FROM t");
                    ResultSet rows = outer.executeQuery()) {
                allLanesBusy.await();
                long sum = 0;
                while (rows.next()) {
                    sum += Ask.number(connection, "SELECT v FROM t WHERE v = ?", rows.getInt(1));
                }
                assertThat(sum).isEqualTo(6);
                allLanesBusy.await();
            }
        });
        assertThat(db.status().counters().timeouts()).isZero();
        Lanes.assertAllFree(db);
    }

    /** The outer rows keep an older snapshot than the nested read must have, and no lane is free: still nobody waits for ever. */
    @Test
    void nestedReadsBehindACommitOnAllLanesAtOnceDoNotDeadlock() throws Exception {
        int readers = 2;
        openWithTable("readers", Integer.toString(readers), "acquire-timeout", "60s");
        Ask.run(source, "INSERT INTO t(v) VALUES (1), (2), (3)");
        CyclicBarrier allLanesBusy = new CyclicBarrier(readers);
        Crowd.run(readers, thread -> {
            try (Connection connection = source.getConnection();
                    PreparedStatement outer = connection.prepareStatement("SELECT v FROM t ORDER BY id");
                    ResultSet rows = outer.executeQuery()) {
                allLanesBusy.await();
                Ask.run(connection, "INSERT INTO t(v) VALUES (10)");
                allLanesBusy.await();
                assertThat(rows.next()).isTrue();
                assertThat(Ask.number(connection, "SELECT count(*) FROM t WHERE v = 10"))
                        .as("its own insert and the other's")
                        .isEqualTo(2);
            }
        });
        Lanes.assertAllFree(db);
    }

    @Test
    void rowsThatWereNotFetchedHoldNoLaneAfterTheirConnectionIsClosed() throws Exception {
        openWithTable();
        Ask.run(source, "INSERT INTO t(v) VALUES (1), (2), (3)");
        Connection connection = source.getConnection();
        ResultSet rows = connection.createStatement().executeQuery("SELECT v FROM t");
        assertThat(rows.next()).isTrue();
        assertThat(Lanes.readLanesHeld(db)).isEqualTo(1);
        connection.close();
        Lanes.assertAllFree(db);
        assertThat(rows.isClosed()).isTrue();
    }

    @Test
    void theLastRowFreesTheLaneWithoutAnyClose() throws Exception {
        openWithTable();
        Ask.run(source, "INSERT INTO t(v) VALUES (1), (2), (3)");
        try (Connection connection = source.getConnection()) {
            ResultSet rows = connection.createStatement().executeQuery("SELECT v FROM t");
            int count = 0;
            while (rows.next()) {
                count++;
            }
            assertThat(count).isEqualTo(3);
            Lanes.assertAllFree(db);
        }
    }
}
