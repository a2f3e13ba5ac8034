package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import org.junit.jupiter.api.Test;

/** One write lane, many read lanes. Session state belongs to a transaction and is refused outside of one. */
class SingleWriterContractTest extends PolicyContract {
    @Override
    String policy() {
        return "single-writer";
    }

    @Override
    boolean oneAtATime() {
        return false;
    }

    @Test
    void temporaryTablesLiveAsLongAsTheirTransaction() throws Exception {
        openTable();
        try (Connection connection = source.getConnection()) {
            Lanes.assertState("0A000", () -> Ask.script(connection, "CREATE TEMP TABLE mine(x)"))
                    .hasMessageContaining("setAutoCommit(false)");
            connection.setAutoCommit(false);
            Ask.script(connection, "CREATE TEMP TABLE mine(x); INSERT INTO mine VALUES (1)");
            assertThat(Ask.number(connection, "SELECT x FROM mine")).isEqualTo(1);
            connection.commit();
            Lanes.assertState("42P01", () -> Ask.number(connection, "SELECT x FROM mine"));
        }
        onEveryLane(other -> Lanes.assertState("42P01", () -> Ask.number(other, "SELECT x FROM mine")));
    }

    @Test
    void theLastRowIdAndChangesBelongToTheTransactionThatWrote() throws Exception {
        openTable();
        try (Connection connection = source.getConnection()) {
            for (String function : new String[] {"last_insert_rowid()", "changes()", "total_changes()"}) {
                insert(connection, 1);
                Lanes.assertState("0A000", () -> Ask.number(connection, "SELECT " + function))
                        .hasMessageContaining("inside the transaction that wrote")
                        .hasMessageContaining("RETURNING");
            }
            connection.setAutoCommit(false);
            Lanes.assertState("0A000", () -> Ask.number(connection, "SELECT last_insert_rowid()"));
            Ask.run(connection, "INSERT INTO t VALUES (77, 1)");
            assertThat(Ask.number(connection, "SELECT last_insert_rowid()")).isEqualTo(77);
            assertThat(Ask.number(connection, "SELECT changes()")).isEqualTo(1);
        }
    }
}
