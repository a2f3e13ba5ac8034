package dev.writelane.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schemas as they have grown elsewhere: nothing of them is lost or changed without a word. */
class GrownSchemaTest {
    @TempDir
    Path folder;

    private String server;
    private Path file;

    @BeforeEach
    void newDatabase() throws SQLException {
        server = Server.newDatabase();
        file = folder.resolve("a.db");
    }

    private CopyException fails(CopyOptions options) {
        return catchThrowableOfType(CopyException.class, () -> Db.toPostgres(file, server, options));
    }

    private CopyException failsBack() {
        return catchThrowableOfType(CopyException.class, () -> Db.toSqlite(server, folder.resolve("back.db")));
    }

    /** What the copy back says of its table. */
    private String backAsSql(String table) throws Exception {
        Path back = folder.resolve("back.db");
        Db.toSqlite(server, back);
        return Db.value(Db.url(back), "SELECT sql FROM sqlite_schema WHERE name = '" + table + "'");
    }

    @Test
    void codesWithLeadingZerosStayTextWhereNoTypeIsDeclared() throws Exception {
        Db.file(file, "CREATE TABLE t(zip, n)", "INSERT INTO t VALUES ('01234', 1), ('1.50', 2.5)");
        Db.toPostgres(file, server, CopyOptions.defaults());
        assertThat(Db.column(server, "SELECT zip FROM t ORDER BY n")).containsExactly("01234", "1.50");
    }

    @Test
    void aTableThatIsRefusedIsNotLeftOutByTheWay() throws Exception {
        Db.file(file, "CREATE TABLE t(ctid INTEGER)", "CREATE TABLE u(a INTEGER, b AS (a + 1), c INTEGER AS (b + 1))");
        for (CopyOptions options :
                List.of(CopyOptions.defaults(), CopyOptions.defaults().skippingUnmapped())) {
            assertThat(fails(options).findings())
                    .allMatch(Finding::ofData)
                    .extracting(Finding::name)
                    .contains("t", "u.c");
        }
    }

    @Test
    void aMissingRightIsNoMatterOfTheSchema() throws Exception {
        Db.file(file, "CREATE TABLE t(a INTEGER)");
        Db.run(
                server,
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
                "DROP ROLE IF EXISTS low",
                "CREATE ROLE low LOGIN PASSWORD 'low'");
        CopyException e = catchThrowableOfType(
                CopyException.class,
                () -> SqliteToPostgres.copy(
                        file,
                        new ServerAddress(server.replaceFirst("\\?.*", ""), "low", "low"),
                        CopyOptions.defaults(),
                        CopyProgress.NONE));
        assertThat(e).hasMessageContaining("permission denied for schema public");
        assertThat(e.findings()).isEmpty();
    }

    @Test
    void collationsOfKeysAreKept() throws Exception {
        Db.file(
                file,
                "CREATE TABLE t(a TEXT, b TEXT, UNIQUE (a COLLATE NOCASE))",
                "CREATE UNIQUE INDEX t_b ON t((b || 'x') COLLATE NOCASE)");
        Db.toPostgres(file, server, CopyOptions.defaults());
        Db.run(server, "INSERT INTO t VALUES ('x', 'y')");
        for (String twin : List.of("'X', 'z'", "'z', 'Y'")) {
            SQLException e = catchThrowableOfType(
                    SQLException.class, () -> Db.run(server, "INSERT INTO t VALUES (" + twin + ")"));
            assertThat(e.getSQLState()).isEqualTo("23505");
        }
    }

    @Test
    void aDefaultOfTwoTermsIsOne() throws Exception {
        Db.file(file, "CREATE TABLE t(a INTEGER, b TEXT DEFAULT (('x') || ('y')), c INTEGER DEFAULT ((7)))");
        Db.toPostgres(file, server, CopyOptions.defaults());
        Db.run(server, "INSERT INTO t(a) VALUES (1)");
        assertThat(Db.value(server, "SELECT b || c FROM t")).isEqualTo("xy7");
    }

    @Test
    void rowsThatTakeTheOthersPlaceAreAFinding() throws Exception {
        Db.file(file, "CREATE TABLE t(a TEXT UNIQUE ON CONFLICT REPLACE)");
        assertThat(fails(CopyOptions.defaults()).findings())
                .extracting(Finding::name)
                .containsExactly("t.on-conflict");
        Db.toPostgres(file, server, CopyOptions.defaults().skipping("t.on-conflict"));
    }

    @Test
    void aFileWithoutTablesIsTheWrongOne() throws Exception {
        Db.file(file, "PRAGMA user_version = 1");
        assertThat(fails(CopyOptions.defaults())).hasMessageContaining("There is no table in the file");
    }

    @Test
    void limitsForStatementsOfApplicationsDoNotEndIt() throws Exception {
        Db.file(
                file,
                "CREATE TABLE t(a INTEGER, b TEXT)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) INSERT INTO t SELECT i, 'x' || i FROM n");
        String name = server.replaceFirst(".*/(\\w+)\\?.*", "$1");
        // A step outlasts its limit on any machine; what comes before the limit is lifted has time enough.
        Db.run(
                server,
                "CREATE SCHEMA slow",
                "CREATE FUNCTION slow.step() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(2.5); END'",
                "CREATE EVENT TRIGGER slow ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION slow.step()",
                "ALTER DATABASE " + name + " SET idle_in_transaction_session_timeout = '50ms'",
                "ALTER DATABASE " + name + " SET statement_timeout = '2s'");
        assertThat(Db.toPostgres(file, server, CopyOptions.defaults()).rows()).isEqualTo(300_000);
    }

    @Test
    void aPasswordIsNotShownWhereverItStands() {
        assertThat(new ServerAddress("jdbc:postgresql://bob:se/cr@et@host/x?password=secret", null, null))
                .hasToString("jdbc:postgresql://host/x");
    }

    // ---- back ----

    @Test
    void typesOfHibernateComeBackAsWhatTheyAre() throws Exception {
        Db.run(
                server,
                "CREATE TABLE t(a timestamp(6), b timestamp(3) with time zone, c time(0), d real)",
                "INSERT INTO t VALUES ('2026-01-01 10:00:00.123456', '2026-01-01 10:00:00.5+02', '10:00', 0.1)");
        assertThat(backAsSql("t"))
                .contains("\"a\" TIMESTAMP, \"b\" TIMESTAMP WITH TIME ZONE, \"c\" TIME, \"d\" DOUBLE PRECISION");
        assertThat(Db.value(Db.url(folder.resolve("back.db")), "SELECT b || d FROM t"))
                .isEqualTo("2026-01-01 08:00:00.500000000Z0.1");
    }

    /** As text 20 is less than 5. */
    @Test
    void conditionsOnNumbersThatAreTextAreLeftOut() throws Exception {
        Db.run(
                server,
                "CREATE TABLE t(a numeric(38,2) CHECK (a >= 5), b numeric(9,2) CHECK (b >= '-5'::integer), c int, d int,"
                        + " CHECK (c + d > '-9'::integer))",
                "INSERT INTO t VALUES (20, 20, 1, 1)");
        assertThat(backAsSql("t")).doesNotContain("t_a_check").contains("t_b_check", "(-9)");
    }

    @Test
    void operatorsThatSqliteDoesNotKnowAreLeftOut() throws Exception {
        Db.run(
                server,
                "CREATE TABLE t(data jsonb CHECK ((data ->> 'x') IS NOT NULL), at timestamp, a int, f numeric(9,2),"
                        + " h numeric GENERATED ALWAYS AS (f / 2) STORED, q numeric GENERATED ALWAYS AS (a / 2.0) STORED)",
                "CREATE INDEX t_data ON t((data ->> 'email'))",
                "CREATE UNIQUE INDEX t_at ON t((at::date))",
                "INSERT INTO t VALUES ('{\"x\": 1}', '2026-01-01 10:00', 1, 13)");
        assertThat(backAsSql("t")).doesNotContain("CHECK").doesNotContain("GENERATED");
        assertThat(Db.value(Db.url(folder.resolve("back.db")), "SELECT count(*) FROM sqlite_schema"))
                .isEqualTo("1");
    }

    @Test
    void lettersBeyondAsciiKeepTheirComputedCase() throws Exception {
        Db.run(
                server,
                "CREATE TABLE t(a text COLLATE \"und-x-icu\", b text COLLATE \"und-x-icu\" GENERATED ALWAYS AS (lower(a)) STORED)",
                "INSERT INTO t VALUES ('Ä')");
        Db.toSqlite(server, file);
        assertThat(Db.value(Db.url(file), "SELECT b FROM t")).isEqualTo("ä");
    }

    @Test
    void defaultsAreWhatTheyWere() throws Exception {
        Db.run(
                server,
                "CREATE TABLE t(a int, until timestamptz DEFAULT now() + interval '1 day', at timestamp DEFAULT now(),"
                        + " raw bytea DEFAULT '\\x00ff', n int DEFAULT -7)");
        assertThat(backAsSql("t"))
                .contains("\"until\" TIMESTAMP WITH TIME ZONE,", "\"at\" TIMESTAMP DEFAULT (CURRENT_TIMESTAMP)");
        Path back = folder.resolve("back.db");
        Db.run(Db.url(back), "INSERT INTO t(a) VALUES (1)");
        assertThat(Db.value(Db.url(back), "SELECT hex(raw) || typeof(raw) || n FROM t"))
                .isEqualTo("00FFblob-7");
    }

    @Test
    void whatSqliteHasNoFormForNamesItsColumn() throws Exception {
        for (String value : List.of("numeric 'NaN'", "float8 'NaN'", "time '24:00'", "numeric '-Infinity'")) {
            Db.run(server, "DROP TABLE IF EXISTS t", "CREATE TABLE t AS SELECT " + value + " AS a");
            assertThat(failsBack())
                    .hasMessageContaining("t.a holds what SQLite")
                    .hasMessageContaining("--skip t.a");
        }
    }

    @Test
    void whatIsNoTableOfRowsIsTold() throws Exception {
        Db.run(
                server,
                "CREATE TABLE nothing()",
                "CREATE SEQUENCE book_seq",
                "CREATE TABLE t(id serial PRIMARY KEY, a int, CONSTRAINT alone EXCLUDE USING btree (a WITH =))");
        assertThat(Db.toSqlite(server, file).notes())
                .containsExactlyInAnyOrder(
                        "left out: table without columns nothing",
                        "left out: sequence book_seq",
                        "left out: EXCLUDE constraint alone");
    }

    @Test
    void aReferenceToAnotherSchemaIsNoneToATableOfTheSameName() throws Exception {
        Db.run(
                server,
                "CREATE SCHEMA other",
                "CREATE TABLE other.p(id int PRIMARY KEY)",
                "CREATE TABLE p(id int PRIMARY KEY)",
                "CREATE TABLE c(p int CONSTRAINT of_p REFERENCES other.p)");
        assertThat(Db.toSqlite(server, file).notes()).containsExactly("left out: FOREIGN KEY of_p of c");
    }

    @Test
    void rowsOfHeirsAreCopiedOnce() throws Exception {
        Db.run(
                server,
                "CREATE TABLE p(a int)",
                "CREATE TABLE c() INHERITS (p)",
                "INSERT INTO p VALUES (1)",
                "INSERT INTO c VALUES (2)");
        assertThat(Db.toSqlite(server, file).rows()).isEqualTo(2);
    }

    @Test
    void rowsThatAreHiddenFromTheUserAreAnError() throws Exception {
        Db.run(
                server,
                "DROP ROLE IF EXISTS hidden",
                "CREATE ROLE hidden LOGIN PASSWORD 'hidden'",
                "CREATE TABLE t(a int)",
                "INSERT INTO t VALUES (1), (2)",
                "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY one ON t USING (a = 1)",
                "GRANT SELECT ON t TO hidden");
        CopyException e = catchThrowableOfType(
                CopyException.class,
                () -> PostgresToSqlite.copy(
                        new ServerAddress(server.replaceFirst("\\?.*", ""), "hidden", "hidden"),
                        file,
                        CopyOptions.defaults(),
                        CopyProgress.NONE));
        assertThat(e).hasMessageContaining("row-level security");
    }
}
