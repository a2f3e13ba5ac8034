package dev.writelane.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory does not grow with the rows: both ways in a JVM whose heap is a fraction of the data. {@code -Dattack=long} takes a million rows. */
@Tag("attack")
class ManyRowsTest {
    private static final boolean LONG = "long".equals(System.getProperty("attack"));
    private static final int ROWS = LONG ? 1_000_000 : 100_000;
    private static final int BYTES_A_ROW = 600;
    private static final String HEAP = "24m";
    private static final Pattern RATE = Pattern.compile("([\\d,]+) rows in ([\\d.]+) s, ([\\d,]+) rows/s");

    @TempDir
    Path folder;

    @Test
    void manyRowsNeedNoMoreMemoryThanFew() throws Exception {
        Path file = Db.file(
                folder.resolve("many.db"),
                "PRAGMA synchronous = off",
                "CREATE TABLE sale(id INTEGER PRIMARY KEY, at TIMESTAMP NOT NULL, price NUMERIC(9,2), paid BOOLEAN, code TEXT, note BLOB)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + ROWS + ")"
                        + " INSERT INTO sale SELECT i, datetime(1700000000 + i, 'unixepoch'), i / 100.0, i % 2, hex(randomblob(200)), randomblob(200) FROM n",
                "CREATE INDEX sale_code ON sale(code)");
        String server = Server.newDatabase();
        Child.Outcome there = Child.run(HEAP, "to-postgresql", file.toString(), server, "--quiet");
        assertThat(there.status()).as(there.output()).isZero();
        Path back = folder.resolve("back.db");
        Child.Outcome here = Child.run(HEAP, "to-sqlite", server, back.toString(), "--quiet");
        assertThat(here.status()).as(here.output()).isZero();
        assertThat(checksum(here)).isEqualTo(checksum(there));
        assertThat(Files.size(back)).isGreaterThan((long) ROWS * BYTES_A_ROW);
        report("to-postgresql", there);
        report("to-sqlite", here);
    }

    @Test
    void longRowsNeedNoMoreMemoryThanOne() throws Exception {
        Path file = Db.file(
                folder.resolve("long.db"),
                "CREATE TABLE photo(id INTEGER PRIMARY KEY, picture BLOB, note TEXT)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 80)"
                        + " INSERT INTO photo SELECT i, randomblob(1000000), hex(randomblob(100000)) FROM n");
        String server = Server.newDatabase();
        Child.Outcome there = Child.run("64m", "to-postgresql", file.toString(), server, "--quiet");
        assertThat(there.status()).as(there.output()).isZero();
        Child.Outcome here =
                Child.run("64m", "to-sqlite", server, folder.resolve("back.db").toString(), "--quiet");
        assertThat(here.status()).as(here.output()).isZero();
    }

    private static String checksum(Child.Outcome outcome) {
        return outcome.output()
                .lines()
                .filter(line -> line.startsWith("sale "))
                .findFirst()
                .orElseThrow();
    }

    /** As attacks do. */
    private static void report(String way, Child.Outcome outcome) {
        Matcher rate = RATE.matcher(outcome.output());
        assertThat(rate.find()).as(outcome.output()).isTrue();
        System.out.printf(
                Locale.ROOT,
                "ATTACK copy %s: %s rows of about %d bytes in %s s, %s rows/s, verified, heap %s%n",
                way,
                rate.group(1),
                BYTES_A_ROW,
                rate.group(2),
                rate.group(3),
                HEAP);
    }
}
