package dev.writelane.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteConfig;
import dev.writelane.internal.engine.Cancellation;
import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.SingleWriter;
import dev.writelane.internal.sql.Sql;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A write that was told to be stopped has left nothing, and one that was told to be done has done all. SQLite looks whether to stop
 * every 1,000 instructions and once more when a statement has done its work; here the timeout has always been reached, and the work
 * grows instruction by instruction past the first look, so that each place where SQLite looks is met.
 */
class StoppedWriteTest {
    private static final int SIZES = 160;
    private static final String WORK =
            "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT count(*) FROM n)";

    @TempDir
    Path directory;

    private SessionContext context() throws SQLException {
        String file = directory.resolve("t.db").toString();
        Lane writer = new Lane("write", NativeConnection.open("jdbc:sqlite:" + file, file, "write", false, 10));
        writer.connection().ask("PRAGMA journal_mode = wal");
        writer.connection().ask("PRAGMA synchronous = off");
        for (String sql : new String[] {
            "CREATE TABLE plain(v)",
            "INSERT INTO plain VALUES (0)",
            "CREATE TABLE watched(v)",
            "INSERT INTO watched SELECT 0 FROM (VALUES (1), (2), (3), (4), (5))",
            "CREATE TABLE log(v)",
            "CREATE TRIGGER watching AFTER UPDATE ON watched BEGIN INSERT INTO log VALUES (new.v); END",
            "CREATE VIEW seen AS SELECT v FROM plain",
            "CREATE TRIGGER instead INSTEAD OF UPDATE ON seen BEGIN UPDATE plain SET v = new.v; END"
        }) {
            writer.connection().run(sql);
        }
        Lane reader = new Lane("read-1", NativeConnection.open("jdbc:sqlite:" + file, file, "read-1", true, 10));
        return new SessionContext(
                file, new SingleWriter(writer, List.of(reader)), SqliteConfig.of("jdbc:sqlite:" + file));
    }

    private static long ask(SessionContext context, String sql) throws SQLException {
        Session session = new Session(context);
        Outcome outcome = session.execute(context.sqlCache().get(sql).get(0), new Object[0], Execution.unbounded());
        Cursor cursor = outcome.cursor();
        assertThat(cursor).isNotNull();
        long answer = cursor.row().longValue(0);
        session.close();
        return answer;
    }

    private static void assertToldRightly(
            SessionContext context, boolean autoCommit, String write, String state, int size) throws SQLException {
        long before = ask(context, state);
        Session session = new Session(context);
        session.autoCommit(autoCommit);
        Sql sql = context.sqlCache().get(write).get(0);
        Execution over = new Execution(1, System.nanoTime() - 1, new Cancellation(), null);
        boolean done;
        boolean known = true;
        try {
            session.execute(sql, sql.parameters() == 0 ? new Object[0] : new Object[] {(long) size}, over);
            done = true;
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as("%s", e).isEqualTo("57014");
            done = false;
            known = !e.getMessage().contains("may have been done");
            assertThat(known || autoCommit && !write.contains("plain"))
                    .as("size %d: %s", size, e)
                    .isTrue();
        }
        if (!autoCommit) {
            try {
                session.commit();
            } catch (SQLException e) {
                assertThat(e.getSQLState()).as("%s", e).isEqualTo("40000");
                assertThat(done).as("size %d: done, and lost", size).isFalse();
            }
        }
        session.close();
        if (!known && write.contains("seen")) {
            return;
        }
        assertThat(ask(context, state) != before)
                .as("size %d: told to be %s, and is it there?", size, done ? "done" : "stopped")
                .isEqualTo(done);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWriteThatWasStoppedLeftNothing(boolean autoCommit) throws Exception {
        SessionContext context = context();
        for (int size = 1; size < SIZES; size++) {
            assertToldRightly(
                    context, autoCommit, "UPDATE plain SET v = v + 1 WHERE 0 < " + WORK, "SELECT v FROM plain", size);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWriteWithTriggersThatWasStoppedLeftNothing(boolean autoCommit) throws Exception {
        SessionContext context = context();
        for (int size = 1; size < SIZES; size++) {
            assertToldRightly(
                    context,
                    autoCommit,
                    "UPDATE watched SET v = v + 1 WHERE 0 < " + WORK.replace("count(*)", "count(*) + 0 * watched.v"),
                    "SELECT total(v) FROM watched",
                    size);
        }
        assertThat(ask(context, "SELECT count(*) FROM log")).isEqualTo(ask(context, "SELECT sum(v) FROM watched"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWriteThroughAViewThatWasStoppedLeftNothing(boolean autoCommit) throws Exception {
        SessionContext context = context();
        for (int size = 1; size < SIZES; size++) {
            assertToldRightly(
                    context, autoCommit, "UPDATE seen SET v = v + 1 WHERE 0 < " + WORK, "SELECT v FROM plain", size);
        }
    }

    @Test
    void aTableThatWasStoppedIsNotThere() throws Exception {
        SessionContext context = context();
        for (int size = 1; size < SIZES; size++) {
            String names = "x" + "y".repeat(size);
            assertToldRightly(
                    context,
                    true,
                    "CREATE TABLE " + names + " AS SELECT " + WORK.replace("?", Integer.toString(size)) + " AS c",
                    "SELECT count(*) FROM sqlite_schema",
                    size);
        }
    }
}
