package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import org.junit.jupiter.api.Test;

/**
 * What the policies add that keep one native connection for a whole checkout: session state lives from a connection's first statement to
 * its close(), across transactions, and the next user finds none of it.
 */
abstract class CheckoutContract extends PolicyContract {
    @Test
    void temporaryObjectsLiveAsLongAsTheCheckout() throws Exception {
        openTable();
        try (Connection connection = source.getConnection()) {
            Ask.script(connection, "CREATE TEMP TABLE mine(x); CREATE TEMP VIEW seen AS SELECT x FROM mine");
            Ask.script(
                    connection,
                    "CREATE TEMP TRIGGER noted AFTER INSERT ON t BEGIN INSERT INTO mine VALUES (new.v); END");
            insert(connection, 5);
            connection.setAutoCommit(false);
            insert(connection, 6);
            connection.commit();
            insert(connection, 7);
            connection.rollback();
            connection.setAutoCommit(true);
            assertThat(Ask.number(connection, "SELECT sum(x) FROM seen")).isEqualTo(11);
        }
        onEveryLane(next -> {
            assertThat(Ask.number(next, "SELECT count(*) FROM temp.sqlite_schema"))
                    .isZero();
            Lanes.assertState("42P01", () -> Ask.number(next, "SELECT x FROM mine"));
        });
        insertOnEveryLane();
        try (Connection again = source.getConnection()) {
            Ask.script(again, "CREATE TEMP TABLE mine(y)");
        }
    }

    /** A trigger left behind would fail here for want of its table. */
    private void insertOnEveryLane() throws Exception {
        Crowd.run(kind, READERS * 2, thread -> Ask.run(source, "INSERT INTO t(v) VALUES (?)", thread));
    }

    @Test
    void theLastRowIdAndChangesBelongToTheCheckoutThatWrote() throws Exception {
        openTable();
        try (Connection connection = source.getConnection()) {
            assertRefusedBeforeOnesOwnWrite(connection);
            Ask.run(connection, "INSERT INTO t VALUES (77, 1), (78, 1)");
            assertThat(Ask.number(connection, "SELECT last_insert_rowid()")).isEqualTo(78);
            assertThat(Ask.number(connection, "SELECT changes()")).isEqualTo(2);
            connection.setAutoCommit(false);
            assertThat(Ask.number(connection, "SELECT last_insert_rowid()"))
                    .as("in the next transaction of the same checkout")
                    .isEqualTo(78);
            connection.commit();
        }
        try (Connection next = source.getConnection()) {
            assertRefusedBeforeOnesOwnWrite(next);
        }
    }

    private static void assertRefusedBeforeOnesOwnWrite(Connection connection) {
        for (String function : new String[] {"last_insert_rowid()", "changes()", "total_changes()"}) {
            Lanes.assertState("0A000", () -> Ask.number(connection, "SELECT " + function))
                    .hasMessageContaining("RETURNING");
        }
    }

    @Test
    void pragmasLiveAsLongAsTheCheckout() throws Exception {
        openTable("cache-size", "4MiB");
        for (int i = 0; i < 2 * READERS; i++) {
            try (Connection connection = source.getConnection()) {
                assertThat(Ask.text(connection, "PRAGMA cache_size")).isEqualTo("-4096");
                assertThat(Ask.text(connection, "PRAGMA recursive_triggers")).isEqualTo("0");
                Ask.script(connection, "PRAGMA cache_size = -77");
                Ask.script(connection, "PRAGMA recursive_triggers = on");
                insert(connection, 1);
                assertThat(Ask.text(connection, "PRAGMA cache_size")).isEqualTo("-77");
                assertThat(Ask.text(connection, "PRAGMA recursive_triggers")).isEqualTo("1");
            }
        }
    }

    /** Which lane the first statement took is kept until close(), though no transaction is open. */
    @Test
    void theLaneIsHeldUntilClose() throws Exception {
        openTable();
        try (Connection connection = source.getConnection()) {
            assertThat(Lanes.held(db)).as("before the first statement").isZero();
            Ask.number(connection, COUNT);
            assertThat(Lanes.held(db)).as("after it").isEqualTo(1);
        }
        assertThat(Lanes.held(db)).as("after close()").isZero();
    }
}
