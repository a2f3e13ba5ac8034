package dev.writelane.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a database is made of is on the other side, and all of it comes back. */
class RoundTripTest {
    @TempDir
    Path folder;

    private Path source;
    private String server;

    @BeforeEach
    void make() throws SQLException {
        server = Server.newDatabase();
        source = Db.file(
                folder.resolve("shop.db"),
                "PRAGMA journal_mode = wal",
                """
                CREATE TABLE Event(
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    name VARCHAR(20) NOT NULL,
                    "order" INT DEFAULT 7,
                    price NUMERIC(10, 2) NOT NULL DEFAULT 0,
                    exact DECIMAL TEXT(30, 10),
                    ratio REAL,
                    open BOOLEAN NOT NULL DEFAULT 1,
                    code UUID,
                    day DATE, at TIME, made TIMESTAMP DEFAULT CURRENT_TIMESTAMP, seen TIMESTAMP WITH TIME ZONE,
                    note TEXT DEFAULT CURRENT_TIMESTAMP,
                    picture BLOB,
                    small SMALLINT, wide INT4,
                    anything,
                    loud GENERATED ALWAYS AS (upper(name)) STORED,
                    total INTEGER AS ("order" * 2) VIRTUAL,
                    CONSTRAINT positive CHECK (price >= 0 AND length(name) > 0),
                    CHECK (open IN (0, 1)),
                    CHECK ("order" IS NOT NULL OR name LIKE 'x%'),
                    UNIQUE (name, day))""",
                """
                CREATE TABLE seat(
                    event INTEGER NOT NULL REFERENCES Event ON DELETE CASCADE,
                    line TEXT NOT NULL COLLATE NOCASE,
                    number INTEGER NOT NULL,
                    PRIMARY KEY (event, line, number)) WITHOUT ROWID""",
                """
                CREATE TABLE ticket(
                    id TEXT PRIMARY KEY,
                    event INTEGER, line TEXT, number INTEGER,
                    follows TEXT REFERENCES ticket(id) DEFERRABLE INITIALLY DEFERRED,
                    CONSTRAINT of_seat FOREIGN KEY (event, line, number) REFERENCES seat(event, line, number))""",
                "CREATE INDEX event_day ON Event(day DESC, name)",
                "CREATE UNIQUE INDEX event_open ON Event(name) WHERE open = 1 AND price > 5",
                "CREATE INDEX event_loud ON Event(lower(name))",
                "INSERT INTO Event(id, name, price, exact, ratio, open, code, day, at, made, seen, picture, small, wide, anything) VALUES"
                        + " (1, 'Hamlet', 12.5, '12345678901234567890.0123456789', 0.1, 1, '6f9619ff-8b86-4011-b42d-00c04fc964ff', '2026-02-28',"
                        + "  '19:30:00.5', '2026-01-01 10:00:00', '2026-11-21 06:30:00.123456000Z', x'00ff5c', 3, 70000, 'text'),"
                        + " (2, 'a\tb\\c\nd\\N', 3, NULL, 1e300, 0, NULL, NULL, '00:00', '2026-01-01T10:00', '2026-11-21T07:30:00+01:00', x'', -5, -1, 'x'),"
                        + " (41, 'Ünï🎭', 99999999.99, 7, -9e999, 1, NULL, '0001-01-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
                "INSERT INTO Event(id, name) VALUES (100, 'gone')",
                "DELETE FROM Event WHERE id = 100",
                "INSERT INTO seat VALUES (1, 'A', 1), (1, 'A', 2), (2, 'b', 9223372036854775807)",
                "INSERT INTO ticket VALUES ('t1', 1, 'A', 1, 't2'), ('t2', 1, 'A', 2, NULL), ('t3', NULL, NULL, NULL, 't3')",
                "CREATE TABLE empty(a, b TEXT)",
                "CREATE TABLE \"Odd \"\"name\"\"\"(\"a b\" INTEGER, \"select\" TEXT, \"Ä\" REAL)",
                "INSERT INTO \"Odd \"\"name\"\"\" VALUES (1, 'x', 2)");
    }

    @Test
    void everythingThatMapsIsThere() throws Exception {
        CopyReport report = Db.toPostgres(source, server, CopyOptions.defaults());
        assertThat(report.tables())
                .extracting(CopyReport.TableCopy::name, CopyReport.TableCopy::rows)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("event", 3L),
                        org.assertj.core.groups.Tuple.tuple("seat", 3L),
                        org.assertj.core.groups.Tuple.tuple("ticket", 3L),
                        org.assertj.core.groups.Tuple.tuple("empty", 0L),
                        org.assertj.core.groups.Tuple.tuple("odd \"name\"", 1L));
        assertThat(
                        Db.column(
                                server,
                                "SELECT column_name || ' ' || data_type FROM information_schema.columns WHERE table_name = 'event' ORDER BY ordinal_position"))
                .containsExactly(
                        "id bigint",
                        "name character varying",
                        "order bigint",
                        "price numeric",
                        "exact numeric",
                        "ratio double precision",
                        "open boolean",
                        "code uuid",
                        "day date",
                        "at time without time zone",
                        "made timestamp without time zone",
                        "seen timestamp with time zone",
                        "note text",
                        "picture bytea",
                        "small smallint",
                        "wide integer",
                        "anything text",
                        "loud text",
                        "total bigint");
        assertThat(Db.column(server, "SELECT name FROM event ORDER BY id"))
                .containsExactly("Hamlet", "a\tb\\c\nd\\N", "Ünï🎭");
        assertThat(Db.column(server, "SELECT exact FROM event ORDER BY id"))
                .containsExactly("12345678901234567890.0123456789", null, "7.0000000000");
        assertThat(Db.value(server, "SELECT encode(picture, 'hex') FROM event WHERE id = 1"))
                .isEqualTo("00ff5c");
        assertThat(Db.value(
                        server, "SELECT seen = '2026-11-21 06:30:00.123456Z' AND ratio = 0.1 FROM event WHERE id = 1"))
                .isEqualTo("t");
        assertThat(Db.value(server, "SELECT ratio::text || loud || total FROM event WHERE id = 41"))
                .isEqualTo("-InfinityÜNï🎭14"); // only ASCII letters have cases in SQLite
    }

    @Test
    void keysDefaultsAndNumbersGoOn() throws Exception {
        Db.toPostgres(source, server, CopyOptions.defaults());
        Db.run(server, "INSERT INTO event(name) VALUES ('next')");
        assertThat(Db.value(server, "SELECT id FROM event WHERE name = 'next'")).isEqualTo("101");
        assertThat(Db.value(
                        server,
                        "SELECT open AND \"order\" = 7 AND price = 0 AND made > now() AT TIME ZONE 'UTC' - interval '1 hour'"
                                + " AND note LIKE '20__-__-__ __:__:__' FROM event WHERE name = 'next'"))
                .isEqualTo("t");
        refused("23514", "INSERT INTO event(name, price) VALUES ('x', -1)");
        refused("23505", "INSERT INTO event(name, price) VALUES ('Hamlet', 6)");
        refused("23505", "INSERT INTO seat VALUES (1, 'a', 1)"); // cases are alike
        refused("23503", "INSERT INTO ticket VALUES ('t9', 1, 'A', 77, NULL)");
        Db.run(
                server,
                "BEGIN; INSERT INTO ticket VALUES ('t8', NULL, NULL, NULL, 't9'); INSERT INTO ticket VALUES ('t9'); COMMIT");
        refused("23503", "BEGIN; INSERT INTO ticket VALUES ('t7', NULL, NULL, NULL, 'none'); COMMIT");
        assertThat(
                        Db.column(
                                server,
                                "SELECT indexdef FROM pg_indexes WHERE indexname IN ('event_open', 'event_day', 'event_loud') ORDER BY 1"))
                .satisfiesExactly(
                        day -> assertThat(day).contains("(day DESC, name)"),
                        loud -> assertThat(loud).contains("lower("),
                        open -> assertThat(open).contains("UNIQUE").contains("WHERE"));
    }

    private void refused(String state, String sql) {
        assertThatThrownBy(() -> Db.run(server, sql))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }

    @Test
    void whatComesBackIsWhatWasSent() throws Exception {
        CopyReport there = Db.toPostgres(source, server, CopyOptions.defaults());
        Path back = folder.resolve("back.db");
        CopyReport here = Db.toSqlite(server, back);
        assertThat(here.tables()).containsExactlyInAnyOrderElementsOf(there.tables());
        assertThat(Db.value(Db.url(back), "PRAGMA integrity_check")).isEqualTo("ok");
        assertThat(Db.column(Db.url(back), "PRAGMA foreign_key_check")).isEmpty();
        Db.run(Db.url(back), "INSERT INTO event(name, open) VALUES ('next', 0)");
        assertThat(Db.value(
                        Db.url(back), "SELECT id || open || \"order\" || loud || total FROM event WHERE name = 'next'"))
                .isEqualTo("101" + "0" + "7" + "NEXT" + "14");
        assertThatThrownBy(() -> Db.run(Db.url(back), "INSERT INTO event(name, price) VALUES ('x', -1)"))
                .hasMessageContaining("CHECK");
        assertThatThrownBy(() -> Db.run(Db.url(back), "INSERT INTO event(name, price) VALUES ('Hamlet', 6)"))
                .hasMessageContaining("UNIQUE");
        Db.run(Db.url(back), "DELETE FROM event WHERE id = 101");

        String again = Server.newDatabase();
        assertThat(Db.toPostgres(back, again, CopyOptions.defaults()).tables())
                .containsExactlyInAnyOrderElementsOf(there.tables());
        String columns =
                "SELECT table_name || '.' || column_name || ' ' || data_type || is_nullable || is_identity || coalesce(character_maximum_length, 0)"
                        + " || coalesce(numeric_scale, 0) FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1";
        assertThat(Db.column(again, columns)).isEqualTo(Db.column(server, columns));
        String constraints = "SELECT conrelid::regclass || ': ' || pg_get_constraintdef(oid) FROM pg_constraint"
                + " WHERE connamespace = 'public'::regnamespace AND contype <> 'n' ORDER BY 1";
        assertThat(Db.column(again, constraints)).isEqualTo(Db.column(server, constraints));
    }
}
