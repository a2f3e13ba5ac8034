package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SQLITE_BUSY never reaches a caller because of this process's own connections, whatever they do at the same time: long snapshots,
 * writes of all kinds, checkpoints, VACUUM, schema changes. And a sum that every transaction keeps is kept.
 */
class NeverBusyTest extends DatabaseTest {
    private static final int THREADS = 12;
    private static final int STEPS = 40;
    private static final int ACCOUNTS = 50;
    private static final long SUM = ACCOUNTS * 100L;

    @ParameterizedTest
    @ValueSource(strings = {"auto", "always", "off"})
    void ownConnectionsNeverMakeEachOtherBusy(String snapshotReuse) throws Exception {
        long seed = 20_261_121;
        open("acquire-timeout", "60s", "checkpoint", "5", "readers", "4", "snapshot-reuse", snapshotReuse);
        Ask.script(source, "CREATE TABLE account(id INTEGER PRIMARY KEY, balance INTEGER NOT NULL)");
        for (int i = 1; i <= ACCOUNTS; i++) {
            Ask.run(source, "INSERT INTO account VALUES (?, 100)", i);
        }
        Crowd.run(THREADS, thread -> {
            Random random = new Random(seed + thread);
            for (int step = 0; step < STEPS; step++) {
                try {
                    step(thread, step, random);
                } catch (SQLException e) {
                    throw new AssertionError("seed " + seed + ", thread " + thread + ", step " + step + ": " + e, e);
                }
            }
        });
        assertThat(Ask.number(source, "SELECT sum(balance) FROM account"))
                .as("seed %s", seed)
                .isEqualTo(SUM);
        assertThat(Ask.text(source, "PRAGMA integrity_check")).isEqualTo("ok");
        DatabaseStatus.Counters counters = db.status().counters();
        assertThat(counters.busyRetries()).as("busy even inside").isZero();
        assertThat(counters.timeouts()).isZero();
        Lanes.assertAllFree(db);
    }

    private void step(int thread, int step, Random random) throws SQLException {
        switch (random.nextInt(8)) {
            case 0, 1 -> transfer(random, Connection.TRANSACTION_SERIALIZABLE);
            case 2 -> transfer(random, Connection.TRANSACTION_READ_COMMITTED);
            case 3 -> longSnapshot();
            case 4 -> streamWhileWriting(random);
            case 5 ->
                Ask.script(
                        source, "CREATE TABLE s_" + thread + "_" + step + "(x); DROP TABLE s_" + thread + "_" + step);
            case 6 -> Ask.script(source, random.nextBoolean() ? "PRAGMA wal_checkpoint(TRUNCATE)" : "PRAGMA optimize");
            default -> {
                if (random.nextInt(5) == 0) {
                    Ask.script(source, "VACUUM");
                } else {
                    assertThat(Ask.number(source, "SELECT sum(balance) FROM account"))
                            .isEqualTo(SUM);
                }
            }
        }
    }

    private void transfer(Random random, int isolation) throws SQLException {
        int from = 1 + random.nextInt(ACCOUNTS);
        int to = 1 + random.nextInt(ACCOUNTS);
        try (Connection connection = transaction()) {
            connection.setTransactionIsolation(isolation);
            if (isolation == Connection.TRANSACTION_SERIALIZABLE) {
                long balance = Ask.number(connection, "SELECT balance FROM account WHERE id = ?", from);
                Ask.run(connection, "UPDATE account SET balance = ? WHERE id = ?", balance - 1, from);
            } else {
                Ask.number(connection, "SELECT balance FROM account WHERE id = ?", from);
                Ask.run(connection, "UPDATE account SET balance = balance - 1 WHERE id = ?", from);
            }
            Ask.run(connection, "UPDATE account SET balance = balance + 1 WHERE id = ?", to);
            if (random.nextInt(4) > 0) {
                connection.commit();
            }
        }
    }

    private void longSnapshot() throws SQLException {
        try (Connection connection = transaction()) {
            connection.setReadOnly(true);
            for (int i = 0; i < 5; i++) {
                assertThat(Ask.number(connection, "SELECT sum(balance) FROM account"))
                        .isEqualTo(SUM);
            }
            connection.commit();
        }
    }

    private void streamWhileWriting(Random random) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT balance FROM account");
                ResultSet rows = statement.executeQuery()) {
            long sum = 0;
            while (rows.next()) {
                sum += rows.getLong(1);
                if (random.nextInt(25) == 0) {
                    Ask.run(connection, "UPDATE account SET balance = balance WHERE id = 1");
                }
            }
            assertThat(sum).as("one snapshot").isEqualTo(SUM);
        }
    }
}
