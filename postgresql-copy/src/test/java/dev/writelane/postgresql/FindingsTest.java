package dev.writelane.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What does not map is listed before anything is written, and is done as it was told. */
class FindingsTest {
    @TempDir
    Path folder;

    private String server;

    @BeforeEach
    void newDatabase() throws SQLException {
        server = Server.newDatabase();
    }

    private Path file(String... script) throws SQLException {
        return Db.file(folder.resolve("a.db"), script);
    }

    /** What stops the copy; nothing is in the target then. */
    private List<Finding> findings(Path file, CopyOptions options) throws Exception {
        CopyException stopped = catchThrowableOfType(CopyException.class, () -> Db.toPostgres(file, server, options));
        assertThat(stopped).isNotNull().hasMessageContaining("nothing was written");
        assertThat(Db.relations(server)).isEmpty();
        assertThat(SqliteToPostgres.plan(file, ServerAddress.of(server), options, CopyProgress.NONE))
                .isEqualTo(stopped.findings());
        return stopped.findings();
    }

    private Finding finding(Path file) throws Exception {
        List<Finding> findings = findings(file, CopyOptions.defaults());
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    INTEGER                   | 'seven'                                      | bigint           | TEXT of 5 characters    | text
                    INTEGER                   | 1.5                                          | bigint           | a REAL                  | double precision
                    BOOLEAN                   | 2                                            | boolean          | an INTEGER              | integer
                    REAL                      | x'00'                                        | double precision | a BLOB of 1 bytes       | bytea
                    TEXT                      | CAST(x'610062' AS TEXT)                      | text             | NUL character           | bytea
                    VARCHAR(9)                | CAST(x'ff61' AS TEXT)                        | varchar(9)       | 2 bytes are not UTF-8   | bytea
                    DATE                      | 'yesterday'                                  | date             | TEXT of 9 characters    | text
                    TIMESTAMP                 | 1700000000000                                | timestamp        | an INTEGER              | timestamptz
                    TIMESTAMP WITH TIME ZONE  | '2026-11-21 06:30:00'                        | timestamptz      | TEXT of 19 characters   | timestamp
                    NUMERIC(9,2)              | 'much'                                       | numeric(9,2)     | TEXT of 4 characters    | text
                    UUID                      | 'none'                                       | uuid             | TEXT of 4 characters    | text
                    BLOB                      | 'text'                                       | bytea            | TEXT of 4 characters    | bytea
                    """)
    void aValueThatDoesNotFitIsNamedAndTheRemedyWorks(
            String declared, String value, String type, String holds, String remedy) throws Exception {
        Path file = file(
                "CREATE TABLE T(id INTEGER PRIMARY KEY, C " + declared + ")",
                "INSERT INTO T VALUES (1, NULL), (17, " + value + ")");
        Finding finding = finding(file);
        assertThat(finding.name()).isEqualTo("t.c");
        assertThat(finding.problem())
                .contains("become " + type + ": row id 17 holds ")
                .contains(holds);
        assertThat(finding.remedy()).contains("--type t.c=").contains("--skip t.c");
        assertThat(finding.ofData()).isTrue();
        assertThat(findings(file, CopyOptions.defaults().skippingUnmapped())).containsExactly(finding);

        CopyReport report = Db.toPostgres(file, server, CopyOptions.defaults().withType("T.c", remedy));
        assertThat(report.rows()).isEqualTo(2);
        assertThat(Db.value(server, "SELECT pg_typeof(c)::text FROM t WHERE id = 17"))
                .isIn(remedy, "timestamp with time zone", "timestamp without time zone");
    }

    @Test
    void aColumnCanBeLeftOut() throws Exception {
        Path file = file("CREATE TABLE t(id INTEGER PRIMARY KEY, c INTEGER)", "INSERT INTO t VALUES (1, 'x')");
        CopyReport report = Db.toPostgres(file, server, CopyOptions.defaults().skipping("t.C"));
        assertThat(report.notes()).containsExactly("left out: column t.c");
        assertThat(Db.column(server, "SELECT to_jsonb(t)::text FROM t")).containsExactly("{\"id\": 1}");
    }

    @Test
    void finerThanMicrosecondsIsCutOnlyWhenAsked() throws Exception {
        Path file = file(
                "CREATE TABLE t(c TIMESTAMP WITH TIME ZONE)",
                "INSERT INTO t VALUES ('2026-11-21 06:30:00.123456789Z')");
        assertThat(finding(file).remedy()).contains("--truncate-times");
        Db.toPostgres(file, server, CopyOptions.defaults().truncatingTimes());
        assertThat(Db.value(server, "SELECT c = '2026-11-21 06:30:00.123456Z' FROM t"))
                .isEqualTo("t");
    }

    @Test
    void whatAColumnHoldsDecidesNotWhatItIsDeclared() throws Exception {
        Path file = file(
                "CREATE TABLE t(small SMALLINT, short VARCHAR(3), cents DECIMAL(5,2), day DATE, dates TEXT, whole, half, money MONEY)",
                "INSERT INTO t VALUES (70000, 'long one', 1234567.891, '2026-11-21 10:00:00', '2026-11-21', 5, 0.5, '7.25')");
        CopyReport report = Db.toPostgres(file, server, CopyOptions.defaults());
        assertThat(
                        Db.column(
                                server,
                                "SELECT data_type FROM information_schema.columns WHERE table_name = 't' ORDER BY ordinal_position"))
                .containsExactly(
                        "integer",
                        "text",
                        "numeric",
                        "timestamp without time zone",
                        "text",
                        "bigint",
                        "double precision",
                        "double precision");
        assertThat(report.notes())
                .contains("t.small becomes integer, not smallint: row id 1 holds an INTEGER")
                .contains("t.short becomes text, not varchar(3): row id 1 holds TEXT of 8 characters");
    }

    @Test
    void datesInTextBecomeDatesWhenAsked() throws Exception {
        Path file = file("CREATE TABLE t(c TEXT)", "INSERT INTO t VALUES ('2026-11-21')");
        Db.toPostgres(file, server, CopyOptions.defaults().withType("t.c", "date"));
        assertThat(Db.value(server, "SELECT pg_typeof(c)::text FROM t")).isEqualTo("date");
    }

    @Test
    void eachPartOfASchemaThatDoesNotMapIsListedAndCanBeLeftOut() throws Exception {
        Path file = file(
                "CREATE TABLE p(id INTEGER PRIMARY KEY)",
                "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT DEFAULT (hex(randomblob(4))), b INTEGER CHECK (typeof(b) = 'integer'),"
                        + " q INTEGER REFERENCES nowhere(id), CONSTRAINT shaped CHECK (a GLOB '[a-z]*'))",
                "CREATE INDEX t_hex ON t(hex(a))",
                "CREATE INDEX t_some ON t(b) WHERE a GLOB 'x*'",
                "CREATE INDEX t_good ON t(b)",
                "CREATE VIEW v AS SELECT 1",
                "CREATE TRIGGER made AFTER INSERT ON t BEGIN SELECT 1; END",
                "CREATE VIRTUAL TABLE words USING fts5(w)",
                "INSERT INTO p VALUES (1)");
        List<Finding> findings = findings(file, CopyOptions.defaults());
        assertThat(findings)
                .extracting(Finding::name)
                .containsExactlyInAnyOrder(
                        "v", "made", "words", "t.a.default", "t.check1", "shaped", "t_hex", "t_some", "t.foreign-key1");
        assertThat(findings).noneMatch(Finding::ofData);

        CopyOptions one = CopyOptions.defaults();
        for (Finding finding : findings) {
            assertThat(findings(file, one)).contains(finding);
            one = one.skipping(finding.name());
        }
        assertThat(Db.toPostgres(file, server, one).notes()).hasSize(findings.size());
        assertThat(Db.column(server, "SELECT indexname FROM pg_indexes WHERE tablename = 't' ORDER BY 1"))
                .containsExactly("t_good", "t_pkey");
        String other = Server.newDatabase();
        assertThat(Db.toPostgres(file, other, CopyOptions.defaults().skippingUnmapped())
                        .rows())
                .isEqualTo(1);
    }

    /** Translated, but refused by the server: tried before anything is written. */
    @Test
    void whatTheServerRefusesIsFoundBefore() throws Exception {
        Path file = file(
                "CREATE TABLE p(id INTEGER PRIMARY KEY, name TEXT)",
                "CREATE UNIQUE INDEX p_name ON p(name) WHERE name > ''",
                "CREATE TABLE t(a TEXT, b INTEGER CHECK (b < 'x'), c REFERENCES p(name))");
        assertThat(findings(file, CopyOptions.defaults()))
                .extracting(Finding::name)
                .containsExactly("t.check1", "t.foreign-key1");
        assertThat(findings(file, CopyOptions.defaults()).get(0).problem()).contains("is refused by PostgreSQL: ");
    }

    @Test
    void aComputedColumnWithoutTranslationCanBeCopiedAsItIs() throws Exception {
        Path file = file("CREATE TABLE t(a TEXT, b TEXT AS (hex(a)))", "INSERT INTO t VALUES ('a')");
        assertThat(finding(file).problem()).contains("hex()");
        Db.toPostgres(file, server, CopyOptions.defaults().withType("t.b", "text"));
        assertThat(Db.value(server, "SELECT b FROM t")).isEqualTo("61");
    }

    /** As if COPY had sent something else: a trigger of the target's own changes what arrives. */
    @Test
    void whatIsNotTheSameOnBothSidesIsNotCommitted() throws Exception {
        Db.run(
                server,
                "CREATE SCHEMA spoil",
                "CREATE FUNCTION spoil.row() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.a := NEW.a + 1; RETURN NEW; END'",
                "CREATE FUNCTION spoil.tables() RETURNS event_trigger LANGUAGE plpgsql AS $$ DECLARE made record; BEGIN"
                        + " FOR made IN SELECT * FROM pg_event_trigger_ddl_commands() WHERE command_tag = 'CREATE TABLE' LOOP"
                        + " EXECUTE 'CREATE TRIGGER spoil BEFORE INSERT ON ' || made.object_identity || ' FOR EACH ROW EXECUTE FUNCTION spoil.row()';"
                        + " END LOOP; END $$",
                "CREATE EVENT TRIGGER spoil ON ddl_command_end EXECUTE FUNCTION spoil.tables()");
        Path file = file("CREATE TABLE t(a INTEGER)", "INSERT INTO t VALUES (1), (2)");
        CopyException e =
                catchThrowableOfType(CopyException.class, () -> Db.toPostgres(file, server, CopyOptions.defaults()));
        assertThat(e).hasMessageStartingWith("t is not the same on both sides: 2 rows with checksum ");
        assertThat(Db.relations(server)).isEmpty();
    }

    /** SQLite looks at references only while it is told to. */
    @Test
    void aRowThatRefersToNoneIsNamed() throws Exception {
        Path file = file(
                "CREATE TABLE p(id INTEGER PRIMARY KEY)",
                "CREATE TABLE t(a INTEGER REFERENCES p(id), b INTEGER, CONSTRAINT of_p FOREIGN KEY (b) REFERENCES p)",
                "INSERT INTO p VALUES (1)",
                "INSERT INTO t VALUES (1, 1), (NULL, 7), (1, NULL)");
        Finding finding = finding(file);
        assertThat(finding.name()).isEqualTo("of_p");
        assertThat(finding.problem()).isEqualTo("row id 2 of t refers to a row of p that is not there");
        for (CopyOptions options : List.of(
                CopyOptions.defaults().skipping("of_p"), CopyOptions.defaults().skippingUnmapped())) {
            String target = Server.newDatabase();
            assertThat(Db.toPostgres(file, target, options).rows()).isEqualTo(4);
            assertThat(Db.column(target, "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'"))
                    .containsExactly("FOREIGN KEY (a) REFERENCES p(id)");
        }
    }

    @Test
    void aNameThatNamesNothingIsAnError() throws Exception {
        Path file = file("CREATE TABLE t(a)");
        for (CopyOptions options : List.of(
                CopyOptions.defaults().skipping("t.b"), CopyOptions.defaults().withType("t.b", "text"))) {
            CopyException e = catchThrowableOfType(CopyException.class, () -> Db.toPostgres(file, server, options));
            assertThat(e).hasMessageContaining("Nothing is called t.b");
        }
    }

    @Test
    void aKeyThatHoldsNullBecomesUnique() throws Exception {
        Path file = file("CREATE TABLE t(a TEXT PRIMARY KEY)", "INSERT INTO t VALUES (NULL), (NULL), ('x')");
        assertThat(Db.toPostgres(file, server, CopyOptions.defaults()).notes())
                .containsExactly("t: its primary key holds NULL, as SQLite lets it; it becomes UNIQUE");
        assertThat(Db.value(server, "SELECT count(*) FROM t")).isEqualTo("3");
    }
}
