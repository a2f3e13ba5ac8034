package dev.writelane.attack;

import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.engine.NativeStatement;
import java.lang.reflect.Field;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.sqlite.core.DB;

/**
 * A database outside of all lanes, on which whatever is executed has its effect. It is in memory, so that it can be compared byte by byte
 * and begun anew in microseconds.
 */
final class Scratch implements AutoCloseable {
    private static final int MOST_ROWS = 64;
    private static final int MOST_LOOKS = 200; // of the progress handler, each after 1,000 instructions
    private static final String[] STATE = {
        "foreign_keys", "query_only", "recursive_triggers", "synchronous", "cache_size", "cache_spill",
                "ignore_check_constraints",
        "defer_foreign_keys", "writable_schema", "trusted_schema", "journal_mode", "locking_mode", "temp_store",
                "busy_timeout",
        "reverse_unordered_selects", "legacy_alter_table", "automatic_index", "secure_delete", "threads",
                "analysis_limit", "schema_version"
    };

    private final byte[] template;
    private final String state;
    private NativeConnection connection;
    private DB db;
    private int looks;

    Scratch() throws Exception {
        open();
        for (String sql : new String[] {
            "PRAGMA auto_vacuum = incremental",
            "CREATE TABLE a(id INTEGER PRIMARY KEY AUTOINCREMENT, x, y)",
            "CREATE TABLE b(id INTEGER REFERENCES a, z)",
            "CREATE INDEX i ON a(x)",
            "CREATE VIEW v AS SELECT x, y FROM a",
            "CREATE VIRTUAL TABLE f USING fts5(x)",
            "CREATE VIRTUAL TABLE g USING fts4(x)",
            "INSERT INTO a(x, y) VALUES (1, 'one'), (2, NULL), (3, x'00')",
            "INSERT INTO a(x, y) SELECT a.id + b.id, c.id FROM a, a b, a c, a d",
            "INSERT INTO b VALUES (1, 'z'), (2, 2)",
            "INSERT INTO f VALUES ('one two')",
            "INSERT INTO g VALUES ('one two')",
            "INSERT INTO g VALUES ('two three')",
            "DELETE FROM a WHERE id > 60"
        }) {
            connection.run(sql);
        }
        template = db.serialize("main");
        connection.close();
        open();
        db.deserialize("main", template);
        state = state();
    }

    private void open() throws SQLException {
        connection = NativeConnection.open("jdbc:sqlite::memory:", ":memory:", "scratch", false, 0);
        try {
            Field field = NativeConnection.class.getDeclaredField("db");
            field.setAccessible(true);
            db = (DB) field.get(connection);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
        connection.stopWhen(() -> ++looks > MOST_LOOKS);
        connection.run("PRAGMA foreign_keys = on");
    }

    void beginAnew() throws SQLException {
        looks = 0;
        connection.rollBackIfOpen();
        if (!state.equals(state())) {
            connection.close();
            open();
        }
        db.deserialize("main", template);
    }

    /** Executes what SQLite takes for the first statement of the text, some of its rows at least; parameters are NULL. */
    void run(String sql, int parameters) throws SQLException {
        looks = 0;
        NativeStatement statement = connection.prepare(sql);
        try {
            boolean row = statement.start(new Object[parameters]);
            for (int rows = 0; row && rows < MOST_ROWS; rows++) {
                row = statement.step();
            }
        } finally {
            statement.giveBack();
        }
    }

    /** Executes all, as SQLite itself cuts it (sqlite3_exec). */
    void runAll(String script) throws SQLException {
        looks = 0;
        db._exec(script);
    }

    void run(String sql) throws SQLException {
        run(sql, 0);
    }

    byte[] bytes() throws SQLException {
        return db.serialize("main");
    }

    /** What is not as it was in the beginning; empty when nothing is. */
    String changed() throws SQLException {
        looks = 0;
        String now = state();
        String open = connection.transactionOpen() ? " a transaction is open" : "";
        return (Arrays.equals(bytes(), template) ? "" : "the data")
                + (now.equals(state) ? "" : " the state: " + difference(now))
                + open;
    }

    private String difference(String now) {
        List<String> other = new ArrayList<>(List.of(now.split(" ")));
        other.removeAll(List.of(state.split(" ")));
        return other.toString();
    }

    /** What scripts leave behind, but for the comments in the texts of the schema: a cut behind them is as good as one before. */
    String content() throws SQLException {
        looks = 0;
        String names = connection.ask("SELECT group_concat(type || name || tbl_name) FROM main.sqlite_schema");
        boolean there = connection.ask("SELECT 1 FROM main.sqlite_schema WHERE name = 'b'") != null;
        return names + (there ? connection.ask("SELECT group_concat(rowid || quote(z)) FROM main.b") : "");
    }

    /** Pragmas, files and temporary objects of the connection. */
    private String state() throws SQLException {
        StringJoiner all = new StringJoiner(" ");
        for (String pragma : STATE) {
            all.add(pragma + "=" + connection.ask("PRAGMA " + pragma));
        }
        all.add("like=" + connection.ask("SELECT 'a' LIKE 'A'"));
        all.add("files="
                + connection.ask("SELECT group_concat(name || file) FROM pragma_database_list WHERE name <> 'temp'"));
        all.add("temporary=" + connection.ask("SELECT count(*) FROM temp.sqlite_schema"));
        return all.toString();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
