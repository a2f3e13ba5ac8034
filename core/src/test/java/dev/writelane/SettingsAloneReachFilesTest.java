package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What SQL cannot do, whichever way it is executed: reach a file that the settings do not name, load code, or write what SQLite can no
 * longer read.
 */
class SettingsAloneReachFilesTest extends DatabaseTest {
    /** ATTACH in all clothes; each names the file by FILE. */
    private static final List<String> ATTACHES = List.of(
            "ATTACH 'FILE' AS x",
            "attach database 'FILE' as x",
            " \t\n/* c */ -- d\n aTTaCH\n'FILE' AS x;",
            "\uFEFFATTACH 'FILE' AS x",
            ";;; ATTACH 'FILE' AS x",
            "ATTACH 'file:FILE?mode=rwc' AS x",
            "ATTACH 'FI' || 'LE' AS x",
            "SELECT 1; ATTACH 'FILE' AS x",
            "CREATE TABLE IF NOT EXISTS q(a); ATTACH 'FILE' AS x; CREATE TABLE x.t(a)",
            "BEGIN; ATTACH 'FILE' AS x; COMMIT",
            "DETACH main",
            "VACUUM INTO 'FILE'",
            "vacuum /* c */ main into 'FILE'",
            "VACUUM \"main\" INTO 'FILE'");

    interface Way {
        void execute(Connection connection, String sql) throws SQLException;
    }

    static Stream<Way> ways() {
        return Stream.of(
                (c, sql) -> Ask.script(c, sql),
                (c, sql) -> c.createStatement().executeUpdate(sql),
                (c, sql) -> c.createStatement().executeQuery(sql),
                (c, sql) -> {
                    try (Statement batch = c.createStatement()) {
                        batch.addBatch(sql);
                        batch.executeBatch();
                    }
                },
                (c, sql) -> {
                    try (PreparedStatement prepared = c.prepareStatement(sql)) {
                        prepared.execute();
                    }
                },
                (c, sql) -> {
                    try (PreparedStatement batch = c.prepareStatement(sql)) {
                        batch.addBatch();
                        batch.executeBatch();
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("ways")
    void noStatementAttachesOrWritesAnotherFile(Way way) throws Exception {
        Path other = directory.resolve("other.db");
        for (Policy policy : Policy.values()) {
            open("policy", policy.toString());
            for (String sql : ATTACHES) {
                String text = sql.replace("FILE", other.toString());
                try (Connection connection = source.getConnection()) {
                    assertThatThrownBy(() -> way.execute(connection, text))
                            .as(text)
                            .isInstanceOf(SQLException.class);
                }
                try (Connection transaction = transaction()) {
                    assertThatThrownBy(() -> way.execute(transaction, text)).isInstanceOf(SQLException.class);
                }
                assertThatThrownBy(() -> db.write(c -> {
                            way.execute(c, text);
                            return 0;
                        }))
                        .isInstanceOf(SQLException.class);
                assertThat(Ask.text(source, "SELECT group_concat(name) FROM pragma_database_list WHERE name <> 'temp'"))
                        .as("after %s", text)
                        .isEqualTo("main");
            }
            assertThat(other).doesNotExist();
            db.close();
        }
    }

    @Test
    void theRefusalNamesTheRemedy() throws Exception {
        open();
        Lanes.assertState("0A000", () -> Ask.script(source, "ATTACH 'x' AS x")).hasMessageContaining("attach.<alias>");
        Lanes.assertState("0A000", () -> Ask.script(source, "VACUUM INTO 'x'")).hasMessageContaining("vacuumInto");
    }

    /** EXPLAIN lists what a statement would do, and does nothing of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "EXPLAIN ATTACH 'FILE' AS x",
                "EXPLAIN QUERY PLAN ATTACH 'FILE' AS x",
                "EXPLAIN VACUUM INTO 'FILE'"
            })
    void explainingDoesNothing(String sql) throws Exception {
        open();
        Path other = directory.resolve("other.db");
        Ask.text(source, sql.replace("FILE", other.toString()));
        assertThat(other).doesNotExist();
        assertThat(Ask.number(source, "SELECT count(*) FROM pragma_database_list WHERE name = 'x'"))
                .isZero();
    }

    /** Nothing could be attached even if it came past us: the library's own limit leaves room for VACUUM alone. */
    @ParameterizedTest
    @EnumSource(Policy.class)
    void thereIsNoRoomForAnotherFile(Policy policy) throws Exception {
        open("policy", policy.toString(), "attach.a", directory.resolve("a.db").toString());
        assertThat(db.status().pragmas()).containsEntry("limits.attached", "2");
        Ask.script(source, "VACUUM");
        db.vacuumInto(directory.resolve("copy.db"));
        assertThat(directory.resolve("copy.db")).exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT load_extension('x')",
                "SELECT load_extension('x', 'y')",
                "SELECT fts3_tokenizer('simple', x'00')",
                "SELECT * FROM sqlite_dbpage",
                "SELECT writefile('FILE', 'x')",
                "SELECT readfile('FILE')",
                "SELECT edit('x')",
                "backup to FILE",
                "restore from FILE",
                "INSERT INTO sqlite_schema VALUES ('table', 't', 't', 2, '')",
                "PRAGMA writable_schema = ON",
                "PRAGMA writable_schema = RESET",
                "PRAGMA main.writable_schema(1)",
                "PRAGMA \"writable_schema\"=1",
                "PRAGMA schema_version = 7",
                "PRAGMA journal_mode = OFF",
                "PRAGMA temp_store_directory = '/'",
                "PRAGMA trusted_schema = ON"
            })
    void sqlLoadsNoCodeAndBreaksNoFile(String sql) throws Exception {
        Path other = directory.resolve("other.db");
        for (Policy policy : Policy.values()) {
            open("policy", policy.toString());
            assertThatThrownBy(() -> Ask.script(source, sql.replace("FILE", other.toString())))
                    .isInstanceOf(SQLException.class);
            try (Connection connection = transaction()) {
                assertThatThrownBy(() -> Ask.script(connection, sql.replace("FILE", other.toString())))
                        .isInstanceOf(SQLException.class);
            }
            assertThat(Ask.text(source, "PRAGMA writable_schema")).isEqualTo("0");
            assertThat(Ask.text(source, "PRAGMA trusted_schema")).isEqualTo("0");
            assertThat(other).doesNotExist();
            db.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"writable_schema", "schema_version", "trusted_schema"})
    void norDoTheSettings(String pragma) {
        assertThatThrownBy(() -> SqliteConfig.from(url(), Map.of("pragmas." + pragma, "1")))
                .isInstanceOf(SqliteConfigException.class)
                .hasMessageContaining("pragmas." + pragma);
        assertThatThrownBy(
                        () -> SqliteConfig.from(url(), Map.of("policy", "serialized", "pragmas.journal_mode", "OFF")))
                .isInstanceOf(SqliteConfigException.class)
                .hasMessageContaining("rolled back");
    }

    /** A view or trigger of an untrusted file cannot use what has effects; a setting says when the file is trusted. */
    @Test
    void aSchemaIsNotTrustedUnlessTheSettingsSaySo() throws Exception {
        open();
        Ask.script(source, "CREATE TABLE t(a); CREATE VIEW v AS SELECT name FROM pragma_table_info('t')");
        assertThatThrownBy(() -> Ask.text(source, "SELECT * FROM v")).hasMessageContaining("unsafe use");
        Ask.script(source, "CREATE VIEW o AS SELECT * FROM pragma_optimize");
        assertThatThrownBy(() -> Ask.text(source, "SELECT * FROM o")).hasMessageContaining("unsafe use");
        db.close();
        open("trusted-schema", "true");
        assertThat(Ask.text(source, "SELECT * FROM v")).isEqualTo("a");
        assertThat(db.status().pragmas()).containsEntry("trusted_schema", "1");
        Files.delete(file());
    }
}
