package dev.writelane.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.internal.sql.Sql;
import dev.writelane.internal.sql.SqlKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the kit thinks of SQL, against what SQLite does with it. Each statement comes from its own seed, so that one that failed can be
 * made alone: its index is in the message.
 */
@Tag("attack")
@Timeout(600)
class StatementFuzzTest {
    /** Behind CREATE SQLite keeps the slash of a comment that never ends, and cannot read its own schema; we cut the comment off. */
    private static final String MALFORMED = "error 11";

    private static final int MOST_FAULTS = 20;

    @TempDir
    Path sandbox;

    private final List<String> faults = new ArrayList<>();
    private String lastMessage = "";

    private Statements statements(int index, long part) {
        return new Statements(new SplittableRandom(Campaign.random(part).nextLong() + index));
    }

    private String inSandbox(String sql) {
        return sql.replace("SANDBOX", sandbox.toString());
    }

    private void fault(int index, String sql, String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add("#" + index + " " + what + ": " + sql.replace("\0", "<NUL>"));
        }
    }

    /**
     * What is called reading changes nothing: not the data, byte by byte, not the connection's state, and opens no transaction. What is
     * called writing is undone by ROLLBACK, so it neither ends a transaction nor changes the connection.
     */
    @Test
    void whatIsCalledReadingChangesNothing() throws Exception {
        int rounds = Campaign.rounds(8_000, 100_000);
        int reading = 0;
        int readRows = 0;
        int writing = 0;
        int wrote = 0;
        try (Scratch scratch = new Scratch()) {
            List<String> seeds = Statements.asTheyAre();
            for (int index = 0; index < rounds; index++) {
                String text = inSandbox(
                        index < seeds.size()
                                ? seeds.get(index)
                                : statements(index, 91).next());
                for (Sql sql : Sql.parse(text)) {
                    if (sql.kind() == SqlKind.READ) {
                        reading++;
                        readRows += reads(scratch, index, sql) ? 1 : 0;
                    } else if (sql.kind() == SqlKind.WRITE || sql.kind() == SqlKind.SCHEMA) {
                        writing++;
                        wrote += isUndone(scratch, index, sql) ? 1 : 0;
                    }
                }
            }
        }
        assertNoStrayFiles();
        assertThat(faults).isEmpty();
        assertThat(readRows).as("reading statements that SQLite executed").isGreaterThan(reading / 10);
        assertThat(wrote).as("writing statements that SQLite executed").isGreaterThan(writing / 10);
        Campaign.of("fuzz/classifier")
                .report(
                        "%d texts from %d seeds; %d statements called reading, %d of them executed, none changed a byte; %d called"
                                + " writing, %d of them executed, all undone by ROLLBACK",
                        rounds, Statements.seeds(), reading, readRows, writing, wrote);
    }

    private boolean reads(Scratch scratch, int index, Sql sql) throws SQLException {
        boolean executed = true;
        try {
            scratch.run(sql.text(), sql.parameters());
        } catch (SQLException refusedBySqlite) {
            executed = false;
        }
        String changed = scratch.changed();
        if (!changed.isEmpty()) {
            fault(index, sql.text(), "called reading, and changed " + changed);
            scratch.beginAnew();
        }
        return executed;
    }

    private boolean isUndone(Scratch scratch, int index, Sql sql) throws SQLException {
        boolean executed = true;
        scratch.run("BEGIN");
        try {
            scratch.run(sql.text(), sql.parameters());
        } catch (SQLException refusedBySqlite) {
            executed = false;
        }
        try {
            scratch.run("ROLLBACK");
        } catch (SQLException alreadyOver) {
            if (!sql.text().toUpperCase(java.util.Locale.ROOT).contains("ROLLBACK")) { // INSERT OR ROLLBACK ends it
                fault(index, sql.text(), "called writing, and ended the transaction: " + alreadyOver.getMessage());
            }
        }
        String changed = scratch.changed();
        if (!changed.isEmpty()) {
            fault(index, sql.text(), "called writing, and after a ROLLBACK there is changed " + changed);
            scratch.beginAnew();
        }
        return executed;
    }

    /** A script cut by us and executed piece by piece does what SQLite does with it when it cuts it itself. */
    @Test
    void scriptsAreCutWhereSqliteCutsThem() throws Exception {
        int rounds = Campaign.rounds(3_000, 40_000);
        int refused = 0;
        int withEffect = 0;
        Scratch ours = new Scratch();
        Scratch theirs = new Scratch();
        try {
            for (int index = 0; index < rounds; index++) {
                String script = inSandbox(statements(index, 92).script());
                List<Sql> parts = Sql.parse(script);
                if (parts.stream().anyMatch(StatementFuzzTest::isNotForSqlite) || isOfChance(script)) {
                    refused++;
                    continue;
                }
                String theirError = error(() -> theirs.runAll(script));
                String ourError = error(() -> {
                    for (Sql part : parts) {
                        ours.run(part.text(), part.parameters());
                    }
                });
                String changed = ours.changed();
                if (theirError.equals(MALFORMED)) {
                    refused++;
                    ours.beginAnew();
                    theirs.beginAnew();
                    continue;
                }
                boolean same = ourError.equals(theirError)
                        && changed.equals(theirs.changed())
                        && ours.content().equals(theirs.content());
                if (!same) {
                    fault(
                            index,
                            script,
                            "last error " + lastMessage + ", cut into "
                                    + parts.stream().map(Sql::text).toList() + ", which gives " + ourError + changed
                                    + " and not " + theirError + theirs.changed());
                }
                withEffect += changed.isEmpty() ? 0 : 1;
                ours.beginAnew();
                theirs.beginAnew();
            }
        } finally {
            ours.close();
            theirs.close();
        }
        assertNoStrayFiles();
        assertThat(faults).isEmpty();
        assertThat(withEffect).as("scripts that changed something").isGreaterThan(rounds / 5);
        Campaign.of("fuzz/splitter")
                .report(
                        "%d scripts, %d refused by their words or of chance, %d had an effect, and each the one of sqlite3_exec",
                        rounds, refused, withEffect);
    }

    /** Refused by us, or changed, before SQLite sees any of it; pragmas take effect when they are prepared, so one too many would count. */
    private static boolean isNotForSqlite(Sql part) {
        return part.kind() == SqlKind.REFUSED || part.kind() == SqlKind.SETTING || part.forUpdate();
    }

    /** What random() gives is never the same twice. */
    private static boolean isOfChance(String script) {
        return script.toLowerCase(Locale.ROOT).contains("random");
    }

    private interface Work {
        void run() throws SQLException;
    }

    private String error(Work work) {
        try {
            work.run();
            return "no error";
        } catch (SQLException e) {
            lastMessage = String.valueOf(e.getMessage());
            return "error " + e.getErrorCode();
        }
    }

    /** Parameters are counted as SQLite counts them: fewer and the statement runs with NULLs, more and it is refused. */
    @Test
    void parametersAreCountedAsSqliteCountsThem() throws Exception {
        int rounds = Campaign.rounds(5_000, 60_000);
        int compared = 0;
        int some = 0;
        try (Scratch tables = new Scratch();
                Connection stock = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            stock.unwrap(org.sqlite.SQLiteConnection.class).deserialize("main", tables.bytes());
            for (int index = 0; index < rounds; index++) {
                for (Sql sql : Sql.parse(inSandbox(statements(index, 93).next()))) {
                    boolean mayBePrepared = sql.kind() == SqlKind.READ || sql.changesRows();
                    if (!mayBePrepared || sql.text().regionMatches(true, 0, "PRAGMA", 0, 6) || sql.forUpdate()) {
                        continue;
                    }
                    try (PreparedStatement prepared = stock.prepareStatement(sql.text())) {
                        int theirs = prepared.getParameterMetaData().getParameterCount();
                        compared++;
                        some += theirs > 0 ? 1 : 0;
                        if (theirs != sql.parameters()) {
                            fault(index, sql.text(), "has " + theirs + " parameters and not " + sql.parameters());
                        }
                    } catch (SQLException notSql) {
                        continue;
                    }
                }
            }
        }
        assertThat(faults).isEmpty();
        assertThat(some).as("statements with parameters").isGreaterThan(compared / 20);
        Campaign.of("fuzz/parameters").report("%d statements, %d of them with parameters", compared, some);
    }

    private void assertNoStrayFiles() throws Exception {
        try (Stream<Path> files = Files.list(sandbox)) {
            assertThat(files).as("files that SQL has written").isEmpty();
        }
    }
}
