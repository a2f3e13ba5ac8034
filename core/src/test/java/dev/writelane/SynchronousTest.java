package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The level that SQLite is told, for the file and for what is attached to it. */
class SynchronousTest extends DatabaseTest {
    /** With a rollback journal SQLite's FULL does not wait until the journal is gone from its directory; EXTRA does. */
    @ParameterizedTest
    @CsvSource({
        "serialized, off, 0",
        "serialized, normal, 1",
        "serialized, full, 3",
        "serialized, extra, 3",
        "single-writer, off, 0",
        "single-writer, normal, 1",
        "single-writer, full, 2",
        "single-writer, extra, 3"
    })
    void theLevelHoldsForEachFile(String policy, String level, String expected) throws Exception {
        open(
                "policy",
                policy,
                "synchronous",
                level,
                "attach.other",
                directory.resolve("other.db").toString());
        assertThat(db.status().pragmas()).containsEntry("synchronous", expected);
        assertThat(Ask.text(source, "PRAGMA main.synchronous")).isEqualTo(expected);
        assertThat(Ask.text(source, "PRAGMA other.synchronous")).isEqualTo(expected);
    }

    /** As a migration tool says it: it must neither weaken what the setting promises nor fail. */
    @Test
    void fullAskedForByAScriptIsTheFullOfTheSetting() throws Exception {
        open("policy", "serialized");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = FULL");
            assertThat(Ask.text(connection, "PRAGMA synchronous")).isEqualTo("3");
            connection.setAutoCommit(false);
            statement.execute("CREATE TABLE t (id INTEGER)");
            statement.execute("PRAGMA synchronous = 2");
            connection.commit();
            assertThat(Ask.text(connection, "PRAGMA synchronous")).isEqualTo("3");
        }
    }
}
