package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What is peculiar to the policy per-thread: no thread may have a connection yet, and the kit's visits are on the thread's own. */
class PerThreadTest extends DatabaseTest {
    @Test
    void theWatchFindsItsWayWithoutAnyConnection() throws Exception {
        try (LogLines lines = new LogLines("dev.writelane.internal.database.Watch")) {
            open("policy", "per-thread");
            assertThat(lines.events()).isEmpty();
        }
    }

    @Test
    void aWaitForTheKitOnOnesOwnThreadEnds() throws Exception {
        open("policy", "per-thread", "acquire-timeout", "500ms");
        Ask.script(source, "CREATE TABLE t(x)");
        SQLException[] refused = new SQLException[1];
        db.backupTo(directory.resolve("copy.db"), (bytes, of) -> {
            try {
                Ask.number(source, "SELECT count(*) FROM t");
            } catch (SQLException e) {
                refused[0] = e;
            }
        });
        Lanes.assertState("55P03", () -> {
                    throw refused[0];
                })
                .hasMessageContaining("the copy to");
    }
}
