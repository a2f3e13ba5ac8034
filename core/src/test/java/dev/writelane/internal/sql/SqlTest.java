package dev.writelane.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of a statement from its words alone. */
class SqlTest {
    private static Sql only(String text) {
        List<Sql> statements = Sql.parse(text);
        assertThat(statements).as(text).hasSize(1);
        return statements.get(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    READ        | SELECT 1
                    READ        | VALUES (1), (2)
                    READ        | ; ; /* INSERT */ -- DELETE
                    READ        | (SELECT 1)
                    READ        | WITH a AS (SELECT 1) SELECT * FROM a
                    READ        | WITH RECURSIVE "insert"(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM "insert") SELECT * FROM "insert"
                    READ        | WITH "update" AS MATERIALIZED (SELECT ')'), [delete] AS NOT MATERIALIZED (SELECT '(') SELECT 1
                    READ        | EXPLAIN DELETE FROM t
                    READ        | EXPLAIN QUERY PLAN INSERT INTO t VALUES (1)
                    READ        | PRAGMA table_info(t)
                    READ        | PRAGMA main.table_xinfo('t')
                    READ        | PRAGMA user_version
                    READ        | PRAGMA journal_mode
                    READ        | PRAGMA integrity_check(10)
                    READ        | pragma foreign_key_check
                    WRITE       | INSERT INTO t VALUES (1)
                    WRITE       | insert or ignore into t values (1)
                    WRITE       | REPLACE INTO t VALUES (1)
                    WRITE       | UPDATE t SET a = 1
                    WRITE       | DELETE FROM t
                    WRITE       | WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a
                    WRITE       | WITH "select"(x) AS (SELECT 1) UPDATE t SET a = 1
                    WRITE       | WITH RECURSIVE a AS (SELECT 1), b(c, d) AS (SELECT (2), ')') DELETE FROM t
                    WRITE       | WITH recursive AS (SELECT 1) DELETE FROM t
                    WRITE       | WITH a AS NOT MATERIALIZED (SELECT 1) REPLACE INTO t SELECT * FROM a
                    WRITE       | /* SELECT */ -- SELECT
                    WRITE       | PRAGMA user_version = 7
                    WRITE       | PRAGMA application_id(7)
                    WRITE       | PRAGMA optimize
                    WRITE       | PRAGMA main.incremental_vacuum(10)
                    WRITE       | PRAGMA defer_foreign_keys = 1
                    SCHEMA      | CREATE TABLE t(x)
                    SCHEMA      | CREATE VIRTUAL TABLE f USING fts5(x)
                    SCHEMA      | DROP TABLE t
                    SCHEMA      | ALTER TABLE t RENAME TO u
                    SCHEMA      | REINDEX
                    SCHEMA      | ANALYZE
                    ALONE       | VACUUM
                    ALONE       | VACUUM main
                    REFUSED     | VACUUM INTO 'x'
                    REFUSED     | vacuum /* c */ main INTO ?
                    REFUSED     | SELECT * FROM pragma_optimize
                    REFUSED     | WITH a AS (SELECT 1) SELECT 1 FROM a, "pragma_optimize"(2)
                    REFUSED     | SELECT * FROM 'pragma_optimize'(2)
                    REFUSED     | SELECT 1 FROM a NATURAL JOIN main.'Pragma_Optimize'
                    REFUSED     | SELECT a, pragma_optimize.* FROM a, pragma_optimize
                    REFUSED     | SELECT 1 IN pragma_optimize
                    REFUSED     | SELECT 1 FROM (pragma_optimize)
                    REFUSED     | SELECT optimize(t) FROM t
                    REFUSED     | SELECT a, "optimize"(t) AS b, (SELECT 1) FROM t
                    REFUSED     | WITH optimize(a) AS (SELECT 1) SELECT optimize(t) AS b FROM t
                    READ        | WITH optimize(a) AS (SELECT 1) SELECT a FROM optimize
                    READ        | WITH b AS (SELECT 1), optimize(a) AS NOT MATERIALIZED (SELECT 1) SELECT a FROM optimize
                    READ        | SELECT 1 AS pragma_optimize WHERE a = 'pragma_optimize'
                    READ        | SELECT optimize FROM t WHERE a = 'optimize('
                    ALONE       | PRAGMA wal_checkpoint
                    ALONE       | PRAGMA wal_checkpoint(TRUNCATE)
                    SETTING     | PRAGMA foreign_keys = OFF
                    SETTING     | PRAGMA synchronous(0)
                    SETTING     | PRAGMA journal_mode = DELETE
                    SETTING     | PRAGMA main.cache_size = -100
                    BEGIN       | BEGIN
                    BEGIN       | begin immediate transaction
                    COMMIT      | COMMIT
                    COMMIT      | END TRANSACTION
                    ROLLBACK    | ROLLBACK
                    ROLLBACK    | ROLLBACK TRANSACTION
                    ROLLBACK_TO | ROLLBACK TO s
                    ROLLBACK_TO | ROLLBACK TRANSACTION TO SAVEPOINT s
                    SAVEPOINT   | SAVEPOINT s
                    RELEASE     | RELEASE s
                    RELEASE     | RELEASE SAVEPOINT s
                    REFUSED     | ATTACH 'x' AS y
                    REFUSED     | ATTACH DATABASE 'x' AS y
                    REFUSED     | DETACH y
                    REFUSED     | PRAGMA temp.cache_size = -100
                    REFUSED     | EXPLAIN PRAGMA foreign_keys = OFF
                    REFUSED     | EXPLAIN QUERY PLAN PRAGMA foreign_keys
                    """)
    void kindsAreKnownByTheirWords(SqlKind kind, String text) {
        // A comment at the end is followed by the statement it must not hide.
        String whole =
                !text.contains("-- ") ? text : text + "\n" + (kind == SqlKind.READ ? "SELECT 1" : "DELETE FROM t");
        assertThat(only(whole).kind()).as(whole).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0 | SELECT '?', "?", [?], `?`
                    0 | SELECT 1 -- ?
                    0 | SELECT /* ? :a */ 1
                    1 | SELECT ?
                    3 | SELECT ?, ?, ?
                    7 | SELECT ?7
                    8 | SELECT ?7, ?
                    7 | SELECT ?7, ?3
                    2 | SELECT :a, @b, :a
                    3 | SELECT :a, @a, $a
                    2 | SELECT ?, :a, :a
                    1 | SELECT :a::b(c)
                    2 | SELECT '''?''', ?, "a""?", ?
                    1 | SELECT x'3f', ?
                    2 | INSERT INTO t VALUES (?, ?) ON CONFLICT DO NOTHING
                    1 | SELECT 1e-5, 0x1F, 1.5e+3, ?
                    1 | SELECT a->>'$.b', a->'$.c' FROM t WHERE x=?
                    0 | SELECT a->>'$.b?'
                    """)
    void parametersAreCountedAsSqliteDoes(int parameters, String text) {
        assertThat(only(text).parameters()).as(text).isEqualTo(parameters);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a FROM t WHERE b = 'FOR UPDATE' FOR UPDATE",
                "select a from t where b = 'FOR UPDATE' for /* c */ update -- d",
                "/* c */ SELECT a FROM t WHERE b = 'FOR UPDATE'\nFOR UPDATE ;",
            })
    void forUpdateIsAPromiseAndNotPartOfTheText(String text) {
        assertThat(only(text).forUpdate()).isTrue();
        assertThat(only(text).kind()).isEqualTo(SqlKind.READ);
        assertThat(only(text).text()).isEqualToIgnoringCase("SELECT a FROM t WHERE b = 'FOR UPDATE'");
        assertThat(only("WITH a AS (SELECT 1) SELECT * FROM a FOR UPDATE").text())
                .isEqualTo("WITH a AS (SELECT 1) SELECT * FROM a");
        assertThat(only("SELECT 'FOR UPDATE'").forUpdate()).isFalse();
        assertThat(only("SELECT a FROM t FOR UPDATE NOWAIT").forUpdate()).isFalse();
    }

    @Test
    void aScriptIsSplitAtItsOwnSemicolonsOnly() {
        assertThat(Sql.parse("SELECT ';'; SELECT \";\" /* ; */; -- ;\nSELECT [;], `;`;;"))
                .extracting(Sql::text)
                .containsExactly("SELECT ';'", "SELECT \";\"", "SELECT [;], `;`");
        assertThat(Sql.parse(" ;; /* */ -- x")).isEmpty();
        assertThat(Sql.parse("")).isEmpty();
        assertThat(Sql.parse("\uFEFFSELECT 1;\r\n\tSELECT 2")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; UPDATE t SET a = CASE WHEN 1 THEN 2 END; END",
                "create temp trigger if not exists g before delete on t when old.x begin delete from u; end",
                "CREATE TEMPORARY TRIGGER g AFTER UPDATE OF a, b ON t BEGIN SELECT 'END;'; /* ;END; */ SELECT 1; END",
                "EXPLAIN CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END"
            })
    void aTriggersBodyKeepsItsSemicolons(String trigger) {
        assertThat(Sql.parse(trigger + ";\nSELECT 1;")).extracting(Sql::text).containsExactly(trigger, "SELECT 1");
        assertThat(only(trigger).text()).isEqualTo(trigger);
    }

    @Test
    void aTransactionInAScriptIsNotTakenForATrigger() {
        assertThat(Sql.parse("CREATE TABLE trigger_log(x); BEGIN; DELETE FROM t; END; SELECT 1"))
                .extracting(Sql::kind)
                .containsExactly(SqlKind.SCHEMA, SqlKind.BEGIN, SqlKind.WRITE, SqlKind.COMMIT, SqlKind.READ);
    }

    @Test
    void returningIsSeenWhereItIsAClause() {
        assertThat(only("INSERT INTO t VALUES (1) RETURNING id").returning()).isTrue();
        assertThat(only("with a as (select 1) delete from t returning *").returning())
                .isTrue();
        assertThat(only("INSERT INTO t VALUES ('RETURNING')").returning()).isFalse();
        assertThat(only("INSERT INTO t VALUES (1) -- RETURNING").returning()).isFalse();
        assertThat(only("INSERT INTO t(\"returning\") VALUES (1)").returning()).isFalse();
        assertThat(only("SELECT 1").returning()).isFalse();
    }

    @Test
    void functionsOfTheSessionAreSeenWhereTheyAreCalled() {
        assertThat(only("SELECT last_insert_rowid()").sessionFunctions()).isTrue();
        assertThat(only("select Changes ( )").sessionFunctions()).isTrue();
        assertThat(only("INSERT INTO t VALUES (total_changes())").sessionFunctions())
                .isTrue();
        assertThat(only("SELECT 'last_insert_rowid()'").sessionFunctions()).isFalse();
        assertThat(only("SELECT changes FROM t").sessionFunctions()).isFalse();
        assertThat(only("CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET a = last_insert_rowid(); END")
                        .sessionFunctions())
                .isFalse();
    }

    @Test
    void temporaryObjectsAreSeen() {
        assertThat(only("CREATE TEMP TABLE t(x)").temporary()).isTrue();
        assertThat(only("CREATE TEMPORARY VIEW v AS SELECT 1").temporary()).isTrue();
        assertThat(only("CREATE TABLE temp.t(x)").temporary()).isTrue();
        assertThat(only("CREATE TABLE IF NOT EXISTS \"temp\".t(x)").temporary()).isTrue();
        assertThat(only("CREATE TABLE temperature(x)").temporary()).isFalse();
        assertThat(only("CREATE TABLE main.temp(x)").temporary()).isFalse();
    }

    @Test
    void namesAreReadWithoutTheirQuotes() {
        assertThat(only("SAVEPOINT \"a\"\"b\"").name()).isEqualTo("a\"b");
        assertThat(only("ROLLBACK TO SAVEPOINT [x y]").name()).isEqualTo("x y");
        assertThat(only("RELEASE `r`").name()).isEqualTo("r");
        assertThat(only("PRAGMA main.Foreign_Keys = ON").name()).isEqualTo("foreign_keys");
        assertThat(only("PRAGMA cache_size = -2000").value()).isEqualTo("-2000");
        assertThat(only("PRAGMA encoding('UTF-16')").value()).isEqualTo("UTF-16");
    }

    @Test
    void anUnterminatedTextIsLeftForSqliteToRefuse() {
        assertThat(only("SELECT 'abc").kind()).isEqualTo(SqlKind.READ);
        assertThat(only("SELECT 1 /* never closed").kind()).isEqualTo(SqlKind.READ);
        assertThat(only("INSERT INTO t VALUES (\"x").kind()).isEqualTo(SqlKind.WRITE);
    }
}
