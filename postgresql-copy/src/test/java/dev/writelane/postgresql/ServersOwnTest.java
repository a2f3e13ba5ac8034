package dev.writelane.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A schema that was made for PostgreSQL becomes a file to work with; what SQLite has no words for is told. */
class ServersOwnTest {
    @TempDir
    Path folder;

    private String server;
    private Path file;

    @BeforeEach
    void newDatabase() throws SQLException {
        server = Server.newDatabase();
        file = folder.resolve("b.db");
    }

    @Test
    void whatSqliteHasNoWordsForIsTold() throws Exception {
        Db.run(
                server,
                "CREATE TYPE mood AS ENUM ('glad', 'sad')",
                """
                CREATE TABLE "Person"(
                    id serial PRIMARY KEY,
                    mood mood NOT NULL DEFAULT 'sad',
                    tags text[], doc jsonb, net inet,
                    status varchar(10) CHECK (status IN ('new', 'old')) DEFAULT 'new',
                    age int CHECK (age BETWEEN 0 AND 150), age_check int CHECK (age_check::text ~ '^1'),
                    money numeric(20, 4), free numeric, half real,
                    seen timestamptz DEFAULT now(), uid uuid DEFAULT gen_random_uuid(),
                    name text NOT NULL, loud text GENERATED ALWAYS AS (upper(name)) STORED,
                    hash text GENERATED ALWAYS AS (md5(name)) STORED)""",
                "CREATE INDEX person_lower ON \"Person\"(lower(name), id DESC) WHERE age > 17",
                "CREATE INDEX person_gin ON \"Person\" USING gin(doc)",
                "CREATE INDEX person_md5 ON \"Person\"(md5(name))",
                "CREATE VIEW grown AS SELECT * FROM \"Person\" WHERE age > 17",
                "CREATE TABLE part(id int, at date) PARTITION BY RANGE (at)",
                "CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
                "INSERT INTO part VALUES (1, '2026-05-05')",
                "INSERT INTO \"Person\"(mood, tags, doc, net, age, age_check, money, free, half, seen, name) VALUES"
                        + " ('glad', '{a,\"b c\"}', '{\"k\": [1, null]}', '10.0.0.1/8', 30, 12, 1234567890123456.7891, 1e-30, 0.1,"
                        + " '2026-11-21 06:30:00.000001+00', 'Ann')");
        CopyReport report = Db.toSqlite(server, file);
        assertThat(report.notes())
                .contains(
                        "left out: view grown",
                        "left out: gin index person_gin",
                        "left out: index person_md5 of Person")
                .contains("left out: the default of uid of Person", "left out: CHECK Person_age_check_check of Person")
                .contains(
                        "person.tags: text[] becomes TEXT",
                        "person.hash: it was computed, and becomes an ordinary column");
        String url = Db.url(file);
        assertThat(
                        Db.value(
                                url,
                                "SELECT id || mood || tags || doc || net || status || money || free || half || seen || loud || length(hash) FROM Person"))
                .isEqualTo("1glad{a,\"b c\"}{\"k\": [1, null]}10.0.0.1/8new1234567890123456.7891"
                        + "0.000000000000000000000000000001" + "0.1" + "2026-11-21 06:30:00.000001000Z" + "ANN" + "32");
        assertThat(Db.value(url, "SELECT count(*) FROM part")).isEqualTo("1");
        Db.run(url, "INSERT INTO Person(name) VALUES ('Ben')");
        assertThat(Db.value(url, "SELECT id || status || mood || (seen > '2026') FROM Person WHERE name = 'Ben'"))
                .isEqualTo("2newsad1");
        SQLException refused = catchThrowableOfType(
                SQLException.class, () -> Db.run(url, "INSERT INTO Person(name, status) VALUES ('Cid', 'odd')"));
        assertThat((Throwable) refused).hasMessageContaining("CHECK");
        assertThat(Db.value(url, "SELECT sql FROM sqlite_schema WHERE name = 'person_lower'"))
                .contains("lower", "DESC", "WHERE");
    }

    @Test
    void aMomentWithoutAFormInTextStopsIt() throws Exception {
        Db.run(server, "CREATE TABLE t(at timestamptz)", "INSERT INTO t VALUES ('infinity')");
        CopyException e = catchThrowableOfType(CopyException.class, () -> Db.toSqlite(server, file));
        assertThat(e)
                .hasMessageContaining("t.at holds what SQLite has no form for")
                .hasMessageContaining("--skip t.at");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void theServerIsOnlyRead() throws Exception {
        Db.run(
                server,
                "CREATE TABLE t(v int)",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "INSERT INTO t VALUES (1)");
        String before = Db.value(server, "SELECT xmin::text FROM t");
        PostgresToSqlite.copy(ServerAddress.of(server), file, CopyOptions.defaults(), new CopyProgress() {
            @Override
            public void begin(Step step, String name, long total) {
                try {
                    assertThat(
                                    Db.value(
                                            server,
                                            "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity USING (pid)"
                                                    + " WHERE application_name = 'writelane-copy' AND mode <> 'AccessShareLock' AND locktype = 'relation'"))
                            .isEqualTo("0");
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            }
        });
        assertThat(Db.value(server, "SELECT xmin::text FROM t")).isEqualTo(before);
    }
}
