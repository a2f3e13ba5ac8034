package dev.writelane.postgresql.internal.sqlite;

import static dev.writelane.postgresql.internal.sqlite.SqliteRows.quoted;

import dev.writelane.postgresql.internal.schema.Column;
import dev.writelane.postgresql.internal.schema.Table;
import dev.writelane.postgresql.internal.server.PostgresExpression;
import dev.writelane.postgresql.internal.value.Kind;
import dev.writelane.postgresql.internal.value.PgType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says a table of PostgreSQL in SQLite's words, as far as there are any; notes tell of the rest. */
public final class SqliteDdl {
    /** Doubles keep so many digits. */
    private static final int EXACT_DIGITS = 15;
    /** The moment itself, as the catalog writes it: not what is reckoned from it. */
    private static final Pattern NOW = Pattern.compile(
            "(?:to_char\\()?\\(*(?:CURRENT_TIMESTAMP(?:\\(\\d\\))?|now\\(\\)|LOCALTIMESTAMP(?:\\(\\d\\))?|CURRENT_DATE)"
                    + "(?: AT TIME ZONE '(?i:UTC)'::text)?\\)*(?:::(?:date|time(?:stamp)? with(?:out)? time zone))?"
                    + "(?:, '[^']*'::text\\))?");

    private static final Pattern BYTES = Pattern.compile("'\\\\x([0-9a-fA-F]*)'::bytea");

    private final Table table;
    private final Set<String> copied;
    private final Consumer<String> notes;
    private final Set<String> columns = new HashSet<>();
    /** Those whose values compare and count in the file as on the server. */
    private final Map<String, Kind> alike = new HashMap<>();

    /** @param copied names of the tables that there will be */
    public SqliteDdl(Table table, Set<String> copied, Consumer<String> notes) {
        this.table = table;
        this.copied = copied;
        this.notes = notes;
        for (Column column : table.columns()) {
            columns.add(column.name());
            PgType type = typeOf(column);
            if (type != null && !declared(type).startsWith("DECIMAL TEXT")) {
                alike.put(column.name(), type.kind());
            }
        }
    }

    /** The type of values, or null for one that has to travel as text. */
    public static @Nullable PgType typeOf(Column column) {
        return PgType.named(column.declared());
    }

    /** The type to declare, which leads back to the same type of PostgreSQL, and whose affinity leaves the values alone. */
    static String declared(@Nullable PgType type) {
        if (type == null) {
            return "TEXT";
        }
        return switch (type.kind()) {
            case BOOLEAN -> "BOOLEAN";
            case INTEGER -> type.size() == 16 ? "SMALLINT" : type.size() == 32 ? "INT4" : "INTEGER";
            case DOUBLE -> "DOUBLE PRECISION";
            case NUMERIC ->
                type.size() == 0 || type.size() > EXACT_DIGITS
                        ? "DECIMAL TEXT" + (type.size() == 0 ? "" : type.sql().substring("numeric".length()))
                        : type.sql().toUpperCase(java.util.Locale.ROOT);
            case TEXT -> type.size() == 0 ? "TEXT" : "VARCHAR(" + type.size() + ")";
            case BYTES -> "BLOB";
            case TIMESTAMPTZ -> "TIMESTAMP WITH TIME ZONE";
            default -> type.kind().name();
        };
    }

    /** CREATE TABLE, and the names of columns whose values SQLite computes itself. */
    public String createTable(Set<String> computed) {
        List<String> parts = new ArrayList<>();
        boolean numbered = isNumbered();
        for (Column column : table.columns()) {
            parts.add(column(column, numbered && table.primaryKey().contains(column.name()), computed));
        }
        if (!numbered && !table.primaryKey().isEmpty() && columns.containsAll(table.primaryKey())) {
            parts.add("PRIMARY KEY (" + list(table.primaryKey()) + ")");
        }
        table.uniques().forEach(unique -> {
            if (columns.containsAll(unique)) {
                parts.add("UNIQUE (" + list(unique) + ")");
            }
        });
        for (Table.Check check : table.checks()) {
            String condition = PostgresExpression.translate(check.expression(), alike, false);
            if (condition == null) {
                note("CHECK " + check.name());
            } else {
                parts.add("CONSTRAINT " + quoted("" + check.name()) + " CHECK (" + condition + ")");
            }
        }
        for (Table.ForeignKey key : table.foreignKeys()) {
            if (!copied.contains(key.parent()) || !columns.containsAll(key.columns())) {
                note("FOREIGN KEY " + key.name());
                continue;
            }
            parts.add("CONSTRAINT " + quoted("" + key.name()) + " FOREIGN KEY (" + list(key.columns()) + ") REFERENCES "
                    + quoted(key.parent()) + " (" + list(key.parentColumns()) + ") ON UPDATE " + key.onUpdate()
                    + " ON DELETE " + key.onDelete() + (key.deferred() ? " DEFERRABLE INITIALLY DEFERRED" : ""));
        }
        return "CREATE TABLE " + quoted(table.name()) + " (" + String.join(", ", parts) + ")";
    }

    private void note(String what) {
        notes.accept("left out: " + what + " of " + table.name());
    }

    private static String list(List<String> names) {
        return names.stream().map(SqliteRows::quoted).collect(Collectors.joining(", "));
    }

    /** Whether its key is SQLite's row id. */
    public boolean isNumbered() {
        if (table.primaryKey().size() != 1) {
            return false;
        }
        Column key = table.column(table.primaryKey().get(0));
        PgType type = key == null ? null : typeOf(key);
        return key != null && key.identity() && type != null && type.kind() == Kind.INTEGER;
    }

    private String column(Column column, boolean rowId, Set<String> computed) {
        String name = quoted(column.name());
        if (rowId) {
            return name + " INTEGER PRIMARY KEY AUTOINCREMENT";
        }
        PgType type = typeOf(column);
        if (type == null) {
            notes.accept(table.nameOf(column) + ": " + column.declared() + " becomes TEXT");
        } else if (column.identity()) {
            notes.accept(table.nameOf(column) + ": it is not the whole key, so SQLite does not number it");
        }
        StringBuilder said = new StringBuilder(name).append(' ').append(declared(type));
        if (column.generated() != null) {
            String expression = PostgresExpression.translate(column.generated(), alike, !comparesBytes());
            if (expression != null) {
                computed.add(column.name());
                said.append(" GENERATED ALWAYS AS (").append(expression).append(") STORED");
            } else {
                notes.accept(table.nameOf(column) + ": it was computed, and becomes an ordinary column");
            }
        }
        if (column.notNull()) {
            said.append(" NOT NULL");
        }
        if (column.defaultSql() != null) {
            String value = defaultValue(column.defaultSql(), type);
            if (value == null) {
                note("the default of " + column.name());
            } else {
                said.append(" DEFAULT (").append(value).append(')');
            }
        }
        return said.toString();
    }

    /** Whether the server knows only the cases of ASCII letters in this table, too. */
    private boolean comparesBytes() {
        return table.columns().stream()
                .allMatch(column -> column.collation() == null
                        || column.collation().equals("C")
                        || column.collation().equals("POSIX"));
    }

    private static @Nullable String defaultValue(String sql, @Nullable PgType type) {
        if (type != null && NOW.matcher(sql).matches()) {
            return switch (type.kind()) {
                case TIMESTAMPTZ -> "strftime('%Y-%m-%d %H:%M:%f', 'now') || 'Z'";
                case TIMESTAMP -> "CURRENT_TIMESTAMP";
                case DATE -> "CURRENT_DATE";
                case TIME -> "CURRENT_TIME";
                case TEXT ->
                    sql.contains("'YYYY-MM-DD HH24:MI:SS'")
                            ? "CURRENT_TIMESTAMP"
                            : sql.contains("'YYYY-MM-DD'")
                                    ? "CURRENT_DATE"
                                    : sql.contains("'HH24:MI:SS'") ? "CURRENT_TIME" : null;
                default -> null;
            };
        }
        if (type != null && type.kind() == Kind.BYTES) {
            Matcher bytes = BYTES.matcher(sql);
            return bytes.matches() ? "x'" + bytes.group(1) + "'" : null;
        }
        return PostgresExpression.constant(sql);
    }

    /** CREATE INDEX for each that has words. */
    public List<String> createIndexes() {
        List<String> statements = new ArrayList<>();
        for (Table.Index index : table.indexes()) {
            String sql = index(index);
            if (sql == null) {
                note("index " + index.name());
            } else {
                statements.add(sql);
            }
        }
        return statements;
    }

    private @Nullable String index(Table.Index index) {
        List<String> terms = new ArrayList<>();
        for (Table.Term term : index.terms()) {
            String said = term.column() != null
                    ? (columns.contains(term.column()) ? quoted(term.column()) : null)
                    : PostgresExpression.translate(term.expression() == null ? "" : term.expression(), alike, false);
            if (said == null) {
                return null;
            }
            terms.add(said + (term.descending() ? " DESC" : ""));
        }
        String where = "";
        if (index.condition() != null) {
            String condition = PostgresExpression.translate(index.condition(), alike, false);
            if (condition == null) {
                return null;
            }
            where = " WHERE " + condition;
        }
        return "CREATE " + (index.unique() ? "UNIQUE " : "") + "INDEX " + quoted(index.name()) + " ON "
                + quoted(table.name()) + " (" + String.join(", ", terms) + ")" + where;
    }
}
