package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteLimits;

/** What is too large is refused, on every lane, from the limit that was set. */
class LimitsTest extends DatabaseTest {
    /** The most of each that the limits of the test allow, and one more. */
    @ParameterizedTest
    @EnumSource(Policy.class)
    void everyLaneHasThem(Policy policy) throws Exception {
        open(
                "policy", policy.toString(),
                "limits.sql-length", "200",
                "limits.expr-depth", "9",
                "limits.compound_select", "2",
                "limits.length", "1000",
                "limits.variable-number", "3");
        Ask.script(source, "CREATE TABLE t(x)");
        for (boolean write : new boolean[] {false, true}) {
            String before = write ? "INSERT INTO t " : "";
            Ask.script(source, before + "SELECT 1 UNION SELECT 2");
            refused("42601", before + "SELECT 1 UNION SELECT 2 UNION SELECT 3");
            Ask.script(source, before + "SELECT 1" + "+1".repeat(4));
            refused("42601", before + "SELECT 1" + "+1".repeat(40));
            refused("22001", before + "SELECT '" + "x".repeat(200) + "'");
            refused("22001", before + "SELECT zeroblob(1001)");
            refused("42601", before + "SELECT ?4");
        }
        assertThat(db.status().pragmas())
                .containsEntry("limits.sql-length", "200")
                .containsEntry("limits.attached", "1")
                .containsEntry("limits.trigger-depth", "1000");
        assertThat(db.config().limits()).hasSize(5).containsEntry(Limit.COMPOUND_SELECT, 2);
    }

    private void refused(String state, String sql) {
        Lanes.assertState(state, () -> {
            Object[] values = sql.contains("?") ? new Object[] {1, 2, 3, 4} : new Object[0];
            if (sql.startsWith("INSERT")) {
                Ask.run(source, sql, values);
            } else {
                Ask.number(source, sql, values);
            }
        });
    }

    @Test
    void theDefaultsDoNotHangOnTheDrivers() throws Exception {
        open();
        assertThat(db.status().pragmas())
                .containsEntry("limits.sql-length", "1000000")
                .containsEntry("limits.expr-depth", "1000")
                .containsEntry("limits.attached", "1")
                .containsEntry("limits.length", "1000000000");
        Lanes.assertState("22001", () -> Ask.script(source, "SELECT '" + "x".repeat(1_000_000) + "'"));
    }

    @ParameterizedTest
    @CsvSource({
        "limits.sql-lenght, 1, did you mean 'sql-length'",
        "limits.sql-length, 0, a whole number from 1",
        "limits.sql-length, many, a whole number from 1",
        "limits.sql-length, 99999999999, a whole number from 1",
        "limits.attached, 0, VACUUM and copies need one more",
        "limits, 5, limits.<name>"
    })
    void whatIsNoLimitIsRefused(String key, String value, String words) {
        assertThatThrownBy(() -> SqliteConfig.from(url(), Map.of(key, value)).limits())
                .isInstanceOf(SqliteConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(words);
    }

    /** More than the library was compiled for would be cut in silence. */
    @Test
    void moreThanTheLibraryHasIsRefusedBeforeAFileIsThere() {
        Lanes.assertState("08001", () -> open("limits.expr-depth", "1001"))
                .hasMessageContaining("limits.expr-depth")
                .hasMessageContaining("1000");
        assertThat(file()).doesNotExist();
    }

    /** What the kit itself asks at opening does not fit into them. */
    @ParameterizedTest
    @CsvSource({"sql-length, 5", "sql-length, 20", "length, 30", "vdbe-op, 1", "vdbe-op, 100"})
    void whatIsTooLowToOpenIsRefusedBeforeAFileIsThere(String limit, String value) {
        for (Policy policy : Policy.values()) {
            Lanes.assertState("08001", () -> open("limits." + limit, value, "policy", policy.toString()));
            assertThat(file()).doesNotExist();
        }
    }

    @Test
    void theirNumbersAreSqlites() {
        for (Limit limit : Limit.values()) {
            assertThat(limit.id())
                    .isEqualTo(
                            SQLiteLimits.valueOf("SQLITE_LIMIT_" + limit.name()).getId());
        }
    }
}
