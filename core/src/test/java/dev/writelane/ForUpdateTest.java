package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SELECT ... FOR UPDATE keeps what it read from changing: the write lane is the lock. */
class ForUpdateTest extends DatabaseTest {
    private static final String LOCKING = "SELECT v FROM t WHERE id = ? FOR UPDATE";

    @BeforeEach
    void createTable() throws SQLException {
        open("acquire-timeout", "20ms");
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY, v INT); INSERT INTO t VALUES (1, 10)");
    }

    @Test
    void whatWasReadStaysUntilTheTransactionEnds() throws Exception {
        for (int isolation : new int[] {Connection.TRANSACTION_SERIALIZABLE, Connection.TRANSACTION_READ_COMMITTED}) {
            try (Connection locking = transaction()) {
                locking.setTransactionIsolation(isolation);
                assertThat(Ask.number(locking, LOCKING, 1)).isEqualTo(10);
                assertThat(Lanes.writeHolder(db)).isNotNull();
                Lanes.assertState("55P03", () -> Ask.run(source, "UPDATE t SET v = 0"));
                locking.commit();
            }
            Lanes.assertAllFree(db);
        }
    }

    @Test
    void aReadOnlyConnectionRefusesIt() throws Exception {
        try (Connection snapshot = transaction();
                Connection autocommit = source.getConnection()) {
            snapshot.setReadOnly(true);
            autocommit.setReadOnly(true);
            Lanes.assertState("25006", () -> Ask.number(snapshot, LOCKING, 1)).hasMessageContaining("FOR UPDATE");
            Lanes.assertState("25006", () -> Ask.number(autocommit, LOCKING, 1));
        }
        Lanes.assertAllFree(db);
    }

    @Test
    void outsideOfATransactionItEndsWithItsStatement() throws Exception {
        assertThat(Ask.number(source, LOCKING, 1)).isEqualTo(10);
        Lanes.assertAllFree(db);
    }
}
