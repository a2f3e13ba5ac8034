package dev.writelane.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes SQL: statements by a small grammar over the tables of {@link Scratch}, and worse ones by mutating those and the tests' own. */
final class Statements {
    /** Those over which the classifier's tests were written, and every form of statement that SQLite has. */
    private static final String[] SEEDS = {
        "SELECT 1",
        "VALUES (1), (2)",
        "SELECT * FROM a WHERE x = ? OR y = :n",
        "WITH c AS (SELECT 1) SELECT * FROM c",
        "WITH c(n) AS NOT MATERIALIZED (VALUES (1)) INSERT INTO a(x) SELECT n FROM c",
        "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 5) SELECT * FROM c",
        "WITH \"select\"(x) AS (SELECT 1) UPDATE a SET x = 1",
        "WITH c AS MATERIALIZED (SELECT ')' AS q), d AS (SELECT 2) DELETE FROM a",
        "WITH recursive AS (SELECT 1) DELETE FROM a",
        "INSERT INTO a VALUES (7, 'seven', NULL) RETURNING *",
        "INSERT OR IGNORE INTO a(id, x) VALUES (1, 2) ON CONFLICT (id) DO UPDATE SET x = excluded.x",
        "REPLACE INTO a(id, x) VALUES (1, 2)",
        "INSERT INTO b DEFAULT VALUES",
        "UPDATE a SET x = x + 1 WHERE id IN (SELECT id FROM b) RETURNING id",
        "UPDATE OR ROLLBACK a SET id = 1",
        "DELETE FROM a WHERE x > (SELECT max(x) FROM a) ORDER BY x LIMIT 1",
        "SELECT a.x, count(*) FROM a LEFT JOIN b USING (id) GROUP BY 1 HAVING count(*) > 0 ORDER BY 2 DESC LIMIT 3 OFFSET 1",
        "SELECT json_extract('{\"a\":1}', '$.a'), x'00ff', 1e5, .5, 0x1F, \"x\", [y], `x` FROM a",
        "SELECT sum(x) OVER (PARTITION BY y ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM a",
        "SELECT CASE WHEN x THEN 'end' ELSE ';' END FROM a",
        "SELECT * FROM f WHERE f MATCH 'one'",
        "SELECT * FROM g WHERE g MATCH 'one'",
        "SELECT optimize(g) FROM g",
        "SELECT offsets(g) FROM g WHERE g MATCH 'one'",
        "INSERT INTO f(f) VALUES ('optimize')",
        "SELECT * FROM pragma_table_info('a')",
        "SELECT * FROM pragma_optimize",
        "SELECT * FROM pragma_user_version, pragma_journal_mode",
        "SELECT x FROM a FOR UPDATE",
        "CREATE TABLE n(x, y DEFAULT ';')",
        "CREATE TABLE IF NOT EXISTS n AS SELECT * FROM a",
        "CREATE TEMP TABLE n(x)",
        "CREATE INDEX i2 ON a(y) WHERE y IS NOT NULL",
        "CREATE VIEW v2 AS SELECT * FROM a",
        "CREATE TRIGGER t2 AFTER INSERT ON a BEGIN UPDATE b SET z = 1; DELETE FROM b WHERE z = CASE WHEN 1 THEN 2 END; END",
        "CREATE TEMP TRIGGER t3 AFTER DELETE ON a BEGIN SELECT 1; END",
        "CREATE VIRTUAL TABLE w USING fts5(x)",
        "DROP TABLE IF EXISTS b",
        "DROP VIEW v",
        "ALTER TABLE a ADD COLUMN q",
        "ALTER TABLE a RENAME TO z",
        "REINDEX",
        "ANALYZE",
        "VACUUM",
        "VACUUM INTO 'SANDBOX/v.db'",
        "ATTACH 'SANDBOX/a.db' AS other",
        "DETACH other",
        "BEGIN IMMEDIATE",
        "COMMIT",
        "END TRANSACTION",
        "ROLLBACK",
        "SAVEPOINT s",
        "RELEASE SAVEPOINT s",
        "ROLLBACK TO s",
        "EXPLAIN DELETE FROM a",
        "EXPLAIN QUERY PLAN SELECT * FROM a",
        "EXPLAIN PRAGMA foreign_keys = OFF",
        "PRAGMA user_version",
        "PRAGMA main.user_version = 9",
        "PRAGMA \"application_id\"(5)",
        "PRAGMA table_info(a)",
        "PRAGMA 'index_list'('a')",
        "PRAGMA foreign_keys = off",
        "PRAGMA journal_mode",
        "PRAGMA journal_mode = memory",
        "PRAGMA wal_checkpoint(TRUNCATE)",
        "PRAGMA optimize(0x10002)",
        "PRAGMA incremental_vacuum(2)",
        "PRAGMA defer_foreign_keys = 1",
        "PRAGMA writable_schema = 1",
        "PRAGMA case_sensitive_like = 1",
        "PRAGMA integrity_check(a)",
        "PRAGMA temp.cache_size = 7",
    };

    private static final String[] WORDS =
            ("SELECT INSERT INTO VALUES UPDATE SET DELETE FROM WHERE WITH RECURSIVE AS NOT MATERIALIZED REPLACE EXPLAIN QUERY PLAN"
                            + " PRAGMA BEGIN COMMIT END ROLLBACK TO SAVEPOINT RELEASE CREATE TEMP TEMPORARY TRIGGER TABLE VIEW INDEX DROP ALTER"
                            + " ATTACH DETACH VACUUM REINDEX ANALYZE RETURNING ON CONFLICT DO NOTHING CASE WHEN THEN ELSE UNION ALL EXCEPT FOR"
                            + " OR IGNORE main temp a b f g v x y id optimize pragma_optimize last_insert_rowid total_changes ;")
                    .split(" ");
    private static final String[] BITS = {
        " ",
        "\t",
        "\n",
        "\f",
        "\r\n",
        "\u000b",
        "\u00a0",
        "\u2028",
        "\uFEFF",
        "\0",
        ";",
        ";;",
        "(",
        ")",
        "((",
        "'",
        "\"",
        "`",
        "[",
        "]",
        "--",
        "-- ; '\n",
        "/*",
        "*/",
        "/**/",
        "/* ' ; */",
        "/*/",
        "''",
        "\"\"",
        "''''",
        "x'",
        "x'00'",
        "X'ab",
        "?",
        "?7",
        ":p",
        "@p",
        "$p",
        "$p(a;b)",
        "$p::q(')",
        "#1",
        ":",
        "::",
        ".",
        ",",
        "=",
        "==",
        "||",
        "->>",
        "1e",
        "1e+5",
        "0x",
        "9223372036854775808",
        "\u0130",
        "\u212a",
        "\u017f",
        "\ud83d\ude00",
        "\ud800",
        "\udc00",
        "\u0000",
        "\u001a",
        "{",
        "}",
        "\\",
        "~",
        "!",
        "ı",
    };
    private static final String[] PRAGMAS =
            ("analysis_limit application_id auto_vacuum automatic_index busy_timeout cache_size cache_spill case_sensitive_like"
                            + " cell_size_check checkpoint_fullfsync collation_list compile_options count_changes data_version database_list"
                            + " default_cache_size defer_foreign_keys empty_result_callbacks encoding foreign_key_check foreign_key_list foreign_keys"
                            + " freelist_count full_column_names fullfsync function_list hard_heap_limit ignore_check_constraints incremental_vacuum"
                            + " index_info index_list index_xinfo integrity_check journal_mode journal_size_limit legacy_alter_table locking_mode"
                            + " max_page_count mmap_size module_list optimize page_count page_size pragma_list query_only quick_check"
                            + " read_uncommitted recursive_triggers reverse_unordered_selects schema_version secure_delete short_column_names"
                            + " shrink_memory synchronous table_info table_list table_xinfo temp_store threads trusted_schema user_version"
                            + " wal_autocheckpoint wal_checkpoint writable_schema")
                    .split(" ");

    private final SplittableRandom random;

    Statements(SplittableRandom random) {
        this.random = random;
    }

    /** One statement, or what was one: half of them are mutated, up to five times. */
    String next() {
        String statement = random.nextInt(2) == 0 ? one(SEEDS) : statement(3);
        if (random.nextBoolean()) {
            int times = 1 + random.nextInt(5);
            for (int i = 0; i < times; i++) {
                statement = mutated(statement);
            }
        }
        return statement;
    }

    /** Several with semicolons between them; mostly such as leave a trace, so that each is seen to have been executed. */
    String script() {
        StringBuilder script = new StringBuilder();
        int parts = 1 + random.nextInt(5);
        for (int i = 0; i < parts; i++) {
            script.append(random.nextInt(3) == 0 ? next() : trace(i))
                    .append(random.nextInt(8) == 0 ? one(BITS) : "")
                    .append(';');
            if (random.nextInt(6) == 0) {
                script.append(one(BITS));
            }
        }
        return script.toString()
                .replace('\u000b', ' '); // sqlite3_exec takes it for a blank between statements, the parser not
    }

    private String trace(int number) {
        return switch (random.nextInt(6)) {
            case 0 ->
                "CREATE TRIGGER r" + number + " AFTER INSERT ON a BEGIN INSERT INTO b VALUES (" + number + ", ';');"
                        + " SELECT CASE WHEN 1 THEN 2 END; END";
            case 1 -> "INSERT INTO b(z) SELECT ';' || " + expression(2);
            case 2 -> "WITH c AS (SELECT ';') INSERT INTO b(z) SELECT * FROM c";
            case 3 -> "INSERT INTO b(z) VALUES ($n" + number + "(;))";
            default -> "INSERT INTO b(z) VALUES (" + number + ")";
        };
    }

    private String statement(int depth) {
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> select(depth);
            case 3 -> with(depth) + select(depth);
            case 4 -> with(depth) + write(depth);
            case 5, 6 -> write(depth);
            case 7 -> "EXPLAIN " + (random.nextBoolean() ? "QUERY PLAN " : "") + statement(depth - 1);
            case 8 -> pragma();
            case 9 -> "SELECT * FROM pragma_" + one(PRAGMAS) + (random.nextBoolean() ? "(" + value() + ")" : "");
            case 10 -> "CREATE " + (random.nextBoolean() ? "TEMP " : "") + "TABLE " + name() + " AS " + select(depth);
            case 11 -> "CREATE VIEW " + name() + " AS " + select(depth);
            case 12 -> "VALUES (" + expression(depth) + ")";
            default -> "DROP TABLE IF EXISTS " + name();
        };
    }

    private String pragma() {
        String schema = random.nextInt(4) == 0 ? (random.nextBoolean() ? "main." : "\"temp\" . ") : "";
        String given = switch (random.nextInt(4)) {
            case 0 -> " = " + value();
            case 1 -> "(" + value() + ")";
            case 2 -> "=-" + value();
            default -> "";
        };
        return "PRAGMA " + schema + quoted(one(PRAGMAS)) + given;
    }

    private String with(int depth) {
        String columns = random.nextBoolean() ? "" : "(n)";
        String hint = random.nextInt(3) == 0 ? "NOT MATERIALIZED " : random.nextInt(3) == 0 ? "MATERIALIZED " : "";
        return "WITH " + (random.nextInt(4) == 0 ? "RECURSIVE " : "") + quoted(one("c", "d", "insert", "delete"))
                + columns + " AS " + hint + "(" + (columns.isEmpty() ? select(depth - 1) : "SELECT " + expression(1))
                + ") ";
    }

    private String write(int depth) {
        String returning = random.nextInt(4) == 0 ? " RETURNING " + expression(1) : "";
        return switch (random.nextInt(4)) {
            case 0 ->
                "INSERT OR " + one("IGNORE", "REPLACE", "ROLLBACK", "FAIL", "ABORT") + " INTO b(z) " + select(1)
                        + returning;
            case 1 -> "REPLACE INTO " + table() + " DEFAULT VALUES" + returning;
            case 2 -> "UPDATE " + table() + " SET x = " + expression(depth) + where(depth) + returning;
            default -> "DELETE FROM " + table() + where(depth) + returning;
        };
    }

    private String select(int depth) {
        String from = depth <= 0 ? table() : random.nextInt(4) == 0 ? "(" + select(depth - 1) + ")" : table();
        String union = depth > 0 && random.nextInt(6) == 0 ? " UNION ALL " + select(0) : "";
        return "SELECT " + expression(depth) + (random.nextInt(5) == 0 ? "" : " FROM " + from + where(depth)) + union;
    }

    private String where(int depth) {
        return random.nextInt(3) == 0 ? " WHERE " + expression(depth) : "";
    }

    private String expression(int depth) {
        if (depth <= 0) {
            return value();
        }
        return switch (random.nextInt(9)) {
            case 0 -> "(" + expression(depth - 1) + ")";
            case 1 ->
                expression(depth - 1) + " " + one("+", "||", "=", "AND", "IS NOT", "->>", "LIKE") + " "
                        + expression(depth - 1);
            case 2 -> "(" + select(depth - 1) + ")";
            case 3 -> "EXISTS (" + select(depth - 1) + ")";
            case 4 ->
                one(
                                "abs",
                                "length",
                                "coalesce",
                                "changes",
                                "json_extract",
                                "optimize",
                                "random",
                                "typeof",
                                "load_extension")
                        + "(" + expression(depth - 1) + ")";
            case 5 -> "CASE WHEN " + expression(depth - 1) + " THEN " + value() + " END";
            case 6 -> "count(*)";
            default -> value();
        };
    }

    private String value() {
        return one(
                "1", "0", "-1", "'text'", "';'", "NULL", "x'00'", "x", "y", "id", "?", "?3", ":v", "$w", "@v", "on",
                "off", "1.5e3", "\"x\"", "*");
    }

    private String table() {
        return one(
                "a",
                "b",
                "v",
                "main.a",
                "[a]",
                "`b`",
                "\"a\"",
                "f",
                "g",
                "sqlite_schema",
                "sqlite_sequence",
                "nowhere",
                "dbstat");
    }

    private String name() {
        return quoted(one("n", "a", "main.m", "temp.k", "insert"));
    }

    private String quoted(String name) {
        return switch (random.nextInt(8)) {
            case 0 -> "\"" + name + "\"";
            case 1 -> "[" + name + "]";
            case 2 -> "`" + name + "`";
            case 3 -> "'" + name + "'";
            default -> name;
        };
    }

    private String mutated(String sql) {
        int at = random.nextInt(sql.length() + 1);
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> sql.substring(0, at) + one(BITS) + sql.substring(at);
            case 3, 4 -> atWord(sql, at, one(WORDS));
            case 5 -> sql.substring(0, at) + sql.substring(Math.min(sql.length(), at + 1 + random.nextInt(6)));
            case 6 -> sql.substring(0, at);
            case 7 -> sql.substring(0, at) + flipped(sql.substring(at));
            case 8 -> {
                String other = one(SEEDS);
                yield sql.substring(0, at) + other.substring(random.nextInt(other.length()));
            }
            default -> one("EXPLAIN ", "WITH c AS (SELECT 1) ", "/* c */", "-- c\n", "(", "\uFEFF", ";", " \n") + sql;
        };
    }

    private static String atWord(String sql, int at, String word) {
        int blank = sql.indexOf(' ', at);
        return blank < 0 ? sql + " " + word : sql.substring(0, blank) + " " + word + sql.substring(blank);
    }

    private static String flipped(String text) {
        StringBuilder flipped = new StringBuilder();
        text.chars()
                .forEach(c -> flipped.append(
                        (char) (Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))));
        return flipped.toString();
    }

    private String one(String... of) {
        return of[random.nextInt(of.length)];
    }

    /** How many texts the mutations begin with. */
    static int seeds() {
        return SEEDS.length;
    }

    /** The texts that the mutations begin with, which are tried as they are, too. */
    static List<String> asTheyAre() {
        return new ArrayList<>(List.of(SEEDS));
    }
}
