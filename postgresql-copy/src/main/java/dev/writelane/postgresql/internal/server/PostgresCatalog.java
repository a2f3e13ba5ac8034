package dev.writelane.postgresql.internal.server;

import dev.writelane.postgresql.internal.schema.Column;
import dev.writelane.postgresql.internal.schema.Schema;
import dev.writelane.postgresql.internal.schema.Table;
import dev.writelane.postgresql.internal.schema.Unmapped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a schema of a server, within a transaction. */
public final class PostgresCatalog {
    private static final String COLUMNS = """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
                   a.attgenerated <> '', a.attidentity <> '' OR coalesce(pg_get_expr(d.adbin, d.adrelid), '') LIKE 'nextval(%',
                   pg_get_serial_sequence(quote_ident(n.nspname) || '.' || quote_ident(c.relname), a.attname),
                   CASE WHEN l.collprovider = 'd' THEN b.datcollate ELSE l.collcollate END
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            LEFT JOIN pg_collation l ON l.oid = a.attcollation JOIN pg_database b ON b.datname = current_database()
            WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
            """;
    private static final String CONSTRAINTS = """
            SELECT k.contype, k.conname, pg_get_expr(k.conbin, k.conrelid), k.condeferred, k.confupdtype, k.confdeltype, coalesce(p.relname, ''),
                   ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(n, i)
                         JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY i),
                   ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u(n, i)
                         JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n ORDER BY i)
            FROM pg_constraint k LEFT JOIN pg_class p ON p.oid = k.confrelid AND p.relnamespace = k.connamespace
            WHERE k.conrelid = ? AND k.contype IN ('p', 'u', 'c', 'f', 'x') ORDER BY k.conname
            """;
    private static final String INDEXES = """
            SELECT c.relname, i.indisunique, pg_get_expr(i.indpred, i.indrelid), m.amname,
                   ARRAY(SELECT coalesce(a.attname::text, '') FROM generate_series(0, i.indnkeyatts - 1) k
                         LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k] AND i.indkey[k] > 0 ORDER BY k),
                   ARRAY(SELECT pg_get_indexdef(i.indexrelid, k + 1, true) FROM generate_series(0, i.indnkeyatts - 1) k ORDER BY k),
                   ARRAY(SELECT (i.indoption[k] & 1) = 1 FROM generate_series(0, i.indnkeyatts - 1) k ORDER BY k)
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
            WHERE i.indrelid = ? AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
            ORDER BY c.relname
            """;

    /** Those that number no column. */
    private static final String FREE_SEQUENCES = """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relkind = 'S'
            AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i'))
            ORDER BY c.relname
            """;

    private final Connection connection;
    private final List<Table> tables = new ArrayList<>();
    private final List<Unmapped> others = new ArrayList<>();

    private PostgresCatalog(Connection connection) {
        this.connection = connection;
    }

    public static Schema read(Connection connection, String schema) throws SQLException {
        PostgresCatalog catalog = new PostgresCatalog(connection);
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT c.oid, c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition ORDER BY c.relname")) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    catalog.relation(rows.getLong(1), rows.getString(2), rows.getString(3));
                }
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(FREE_SEQUENCES)) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    catalog.others.add(new Unmapped("sequence", rows.getString(1)));
                }
            }
        }
        return new Schema(catalog.tables, catalog.others);
    }

    private void relation(long oid, String name, String kind) throws SQLException {
        switch (kind) {
            case "v" -> others.add(new Unmapped("view", name));
            case "m" -> others.add(new Unmapped("materialized view", name));
            case "f" -> others.add(new Unmapped("foreign table", name));
            default -> {
                Table table = table(oid, name);
                if (table.columns().isEmpty()) {
                    others.add(new Unmapped("table without columns", name));
                } else {
                    tables.add(table);
                }
            }
        }
        try (ResultSet rows = ask("SELECT tgname FROM pg_trigger WHERE tgrelid = ? AND NOT tgisinternal", oid)) {
            while (rows.next()) {
                others.add(new Unmapped("trigger", rows.getString(1)));
            }
        }
    }

    /** Closing the rows closes their statement. */
    private ResultSet ask(String sql, long oid) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.closeOnCompletion();
        statement.setLong(1, oid);
        return statement.executeQuery();
    }

    private Table table(long oid, String name) throws SQLException {
        List<Column> columns = new ArrayList<>();
        String sequence = null;
        try (ResultSet rows = ask(COLUMNS, oid)) {
            while (rows.next()) {
                boolean generated = rows.getBoolean(5);
                boolean identity = rows.getBoolean(6);
                sequence = identity && rows.getString(7) != null ? rows.getString(7) : sequence;
                columns.add(new Column(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getBoolean(3),
                        generated || identity ? null : rows.getString(4),
                        generated ? rows.getString(4) : null,
                        identity,
                        rows.getString(8)));
            }
        }
        List<String> primaryKey = new ArrayList<>();
        List<List<String>> uniques = new ArrayList<>();
        List<Table.Check> checks = new ArrayList<>();
        List<Table.ForeignKey> foreignKeys = new ArrayList<>();
        try (ResultSet rows = ask(CONSTRAINTS, oid)) {
            while (rows.next()) {
                List<String> own = texts(rows.getArray(8));
                switch (rows.getString(1)) {
                    case "p" -> primaryKey.addAll(own);
                    case "u" -> uniques.add(own);
                    case "x" -> others.add(new Unmapped("EXCLUDE constraint", rows.getString(2)));
                    case "c" -> checks.add(new Table.Check(rows.getString(2), rows.getString(3)));
                    default ->
                        foreignKeys.add(new Table.ForeignKey(
                                rows.getString(2),
                                own,
                                rows.getString(7),
                                texts(rows.getArray(9)),
                                action(rows.getString(5)),
                                action(rows.getString(6)),
                                rows.getBoolean(4)));
                }
            }
        }
        return new Table(name, columns, primaryKey, uniques, checks, foreignKeys, indexes(oid), null, lastId(sequence));
    }

    private List<Table.Index> indexes(long oid) throws SQLException {
        List<Table.Index> indexes = new ArrayList<>();
        try (ResultSet rows = ask(INDEXES, oid)) {
            while (rows.next()) {
                if (!rows.getString(4).equals("btree")) {
                    others.add(new Unmapped(rows.getString(4) + " index", rows.getString(1)));
                    continue;
                }
                List<String> names = texts(rows.getArray(5));
                List<String> definitions = texts(rows.getArray(6));
                Boolean[] descending = (Boolean[]) rows.getArray(7).getArray();
                List<Table.Term> terms = new ArrayList<>();
                for (int i = 0; i < names.size(); i++) {
                    boolean column = !names.get(i).isEmpty();
                    terms.add(new Table.Term(
                            column ? names.get(i) : null, column ? null : definitions.get(i), descending[i], null));
                }
                indexes.add(new Table.Index(rows.getString(1), rows.getBoolean(2), terms, rows.getString(3)));
            }
        }
        return indexes;
    }

    private long lastId(@Nullable String sequence) throws SQLException {
        if (sequence == null) {
            return 0;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM " + sequence);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Math.max(row.getLong(1), 0) : 0;
        }
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private static String action(String code) {
        return switch (code) {
            case "r" -> "RESTRICT";
            case "c" -> "CASCADE";
            case "n" -> "SET NULL";
            case "d" -> "SET DEFAULT";
            default -> "NO ACTION";
        };
    }
}
