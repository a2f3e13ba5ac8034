package dev.writelane.internal.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole decision whether a library may be used: every version class, THREADSAFE, policy, number of connections and journal. */
class LibraryTest {
    private static final List<String> OLD = List.of("3.7.0", "3.7.17", "3.51", "3.51.2", "2.99.9");
    private static final List<String> NEW = List.of("3.51.3", "3.51.10", "3.52.0", "3.54.1", "4.0.0", "3.51.3.1");
    private static final List<String> POLICIES =
            List.of("single-writer", "serialized", "pooled", "per-thread", "single-thread");

    @Test
    void whatIsRefusedIsThreadsafe0AmongThreadsAndAnOldLibraryWithSeveralConnectionsOverALog() {
        int decisions = 0;
        for (String policy : POLICIES) {
            for (int threadsafe = 0; threadsafe <= 2; threadsafe++) {
                for (boolean oneConnection : new boolean[] {true, false}) {
                    for (boolean wal : new boolean[] {true, false}) {
                        for (String version : OLD) {
                            boolean noMutexes = threadsafe == 0 && !policy.equals("single-thread");
                            boolean logRace = wal && !oneConnection;
                            assertDecision(
                                    new Library(version, threadsafe),
                                    policy,
                                    oneConnection,
                                    wal,
                                    noMutexes ? "THREADSAFE=0" : logRace ? "before 3.51.3" : null);
                            decisions++;
                        }
                        for (String version : NEW) {
                            boolean noMutexes = threadsafe == 0 && !policy.equals("single-thread");
                            assertDecision(
                                    new Library(version, threadsafe),
                                    policy,
                                    oneConnection,
                                    wal,
                                    noMutexes ? "THREADSAFE=0" : null);
                            decisions++;
                        }
                    }
                }
            }
        }
        assertThat(decisions).isEqualTo(5 * 3 * 2 * 2 * 11);
    }

    private static void assertDecision(
            Library library, String policy, boolean oneConnection, boolean wal, @Nullable String refusal) {
        String asked = library + ", " + policy + ", one connection " + oneConnection + ", wal " + wal;
        try {
            library.check(policy, oneConnection, wal);
            assertThat(refusal).as("%s was accepted", asked).isNull();
        } catch (SQLException e) {
            assertThat(refusal).as("%s was refused: %s", asked, e.getMessage()).isNotNull();
            assertThat(e.getMessage()).as(asked).contains(String.valueOf(refusal), policy);
        }
    }

    @ParameterizedTest
    @CsvSource({"single-writer", "serialized", "pooled", "per-thread"})
    void threadsafe0IsRefusedWithTheRemedy(String policy) {
        assertThatThrownBy(() -> new Library("3.54.1", 0).check(policy, true, false))
                .isInstanceOf(SQLNonTransientConnectionException.class)
                .hasMessage(
                        "The SQLite library 3.54.1 was compiled with THREADSAFE=0: it has no mutexes, and the policy "
                                + policy + " uses it from several threads. Use policy: single-thread, or"
                                + " org.xerial:sqlite-jdbc's own library, which has them.");
    }

    @Test
    void anOldLibraryIsRefusedWithTheRemedy() {
        assertThatThrownBy(() -> new Library("3.51.2", 1).check("single-writer", false, true))
                .isInstanceOf(SQLNonTransientConnectionException.class)
                .hasMessage(
                        "The SQLite library is 3.51.2; before 3.51.3 several connections with a write-ahead log, which the"
                                + " policy single-writer opens, can corrupt the file. Use a newer org.xerial:sqlite-jdbc, or policy:"
                                + " serialized.");
    }

    @Test
    void statusTellsTheVersionAndThreadsafeAsSqliteDoes(@TempDir Path directory) throws Exception {
        try (SqliteDatabase db = SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + directory.resolve("test.db")));
                Connection connection = db.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            ResultSet answer = statement.executeQuery("SELECT sqlite_version(), (SELECT group_concat(compile_options)"
                    + " FROM pragma_compile_options WHERE compile_options LIKE 'THREADSAFE=%')");
            assertThat(answer.next()).isTrue();
            assertThat(db.status().libraryVersion()).isEqualTo(answer.getString(1));
            assertThat("THREADSAFE=" + db.status().threadsafe()).isEqualTo(answer.getString(2));
        }
    }
}
