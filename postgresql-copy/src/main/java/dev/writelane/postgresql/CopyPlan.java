package dev.writelane.postgresql;

import dev.writelane.postgresql.internal.schema.Column;
import dev.writelane.postgresql.internal.schema.Names;
import dev.writelane.postgresql.internal.schema.Schema;
import dev.writelane.postgresql.internal.schema.Table;
import dev.writelane.postgresql.internal.schema.Unmapped;
import dev.writelane.postgresql.internal.server.Ddl;
import dev.writelane.postgresql.internal.server.PostgresDdl;
import dev.writelane.postgresql.internal.server.TablePlan;
import dev.writelane.postgresql.internal.sqlite.ColumnScan;
import dev.writelane.postgresql.internal.sqlite.Orphans;
import dev.writelane.postgresql.internal.sqlite.SqliteExpression;
import dev.writelane.postgresql.internal.sqlite.TableScan;
import dev.writelane.postgresql.internal.value.Kind;
import dev.writelane.postgresql.internal.value.PgType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of each part of a file, and what does not map. Built up step by step by one thread. */
final class CopyPlan {
    private final CopyOptions options;
    private final CopyProgress progress;
    private final List<TablePlan> tables = new ArrayList<>();
    private final List<Ddl> statements = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    /** Names of what does not map and was told to be left out. */
    private final Set<String> leftOut = new HashSet<>();

    /** Names in the options that named something. */
    private final Set<String> known = new HashSet<>();

    CopyPlan(CopyOptions options, CopyProgress progress) {
        this.options = options;
        this.progress = progress;
    }

    List<TablePlan> tables() {
        return tables;
    }

    List<Ddl> statements() {
        return statements;
    }

    List<Finding> findings() {
        return findings;
    }

    List<String> notes() {
        return notes;
    }

    void note(String note) {
        notes.add(note);
    }

    /** Something does not map: it is left out if that was asked for. */
    void found(Finding finding) {
        if (skips(finding.name()) || options.skipUnmapped() && !finding.ofData()) {
            notes.add("left out: " + finding.name() + ", " + finding.problem());
            leftOut.add(Names.folded(finding.name()));
            statements.removeIf(ddl -> leftOut.contains(ddl.name()));
        } else {
            findings.add(finding);
        }
    }

    private boolean skips(String name) {
        boolean skips = options.skips(name);
        if (skips) {
            known.add(Names.folded(name));
        }
        return skips;
    }

    /** Takes the statements but for what is to be left out. */
    void keep(List<Ddl> all) {
        for (Ddl ddl : all) {
            if (leftOut.contains(ddl.name())) {
                continue;
            }
            if (!ddl.what().equals("table") && skips(ddl.name())) {
                notes.add("left out: " + ddl.what() + " " + ddl.name());
            } else {
                statements.add(ddl);
            }
        }
    }

    /** A name that names nothing is a typing error, and what it was meant for would be forgotten. */
    void checkNames() throws CopyException {
        Set<String> unknown = new HashSet<>(options.skip());
        unknown.addAll(options.types().keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new CopyException("Nothing is called "
                    + String.join(", ", unknown.stream().sorted().toList())
                    + ": name a table, table.column, index, constraint, view or trigger that is there.");
        }
    }

    // ---- tables ----

    void scan(Connection connection, Schema schema) throws SQLException {
        for (Unmapped other : schema.others()) {
            found(PostgresDdl.unmapped(other.name(), "a " + other.kind() + " is not copied"));
        }
        for (Table table : schema.tables()) {
            if (skips(table.name())) {
                notes.add("left out: table " + table.name());
            } else {
                scan(connection, table);
                orphans(connection, schema, table);
            }
        }
    }

    private void scan(Connection connection, Table table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        List<ColumnScan> scans = new ArrayList<>();
        for (Column column : table.columns()) {
            String name = table.nameOf(column);
            if (skips(name)) {
                notes.add("left out: column " + name);
            } else {
                columns.add(column);
                scans.add(new ColumnScan(column.declared(), asked(name), options.truncateTimes()));
            }
        }
        if (columns.isEmpty()) {
            found(PostgresDdl.unmapped(table.name(), "no column of it is left"));
            return;
        }
        progress.begin(CopyProgress.Step.SCAN, Names.folded(table.name()), -1);
        long rows = TableScan.of(connection, table, columns, scans, progress::done);
        progress.end();
        tables.add(plan(table, columns, scans, rows));
    }

    private void orphans(Connection connection, Schema schema, Table table) throws SQLException {
        Orphans.of(connection, table).forEach((key, row) -> {
            boolean there =
                    schema.tables().stream().anyMatch(other -> other.name().equalsIgnoreCase(key.parent()));
            if (there) { // else the reference is a finding by itself
                found(new Finding(
                        table.nameOf(key),
                        row + " of " + table.name() + " refers to a row of " + key.parent() + " that is not there",
                        "Correct the rows (PRAGMA foreign_key_check lists them), or leave the reference out (--skip "
                                + table.nameOf(key) + ")",
                        false));
            }
        });
    }

    private @Nullable PgType asked(String name) {
        String type = options.types().get(name);
        if (type == null) {
            return null;
        }
        known.add(name);
        return PgType.named(type);
    }

    private TablePlan plan(Table table, List<Column> columns, List<ColumnScan> scans, long rows) {
        Map<String, Kind> kinds = new HashMap<>();
        List<PgType> types = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            PgType type = typeOf(table, columns.get(i), scans.get(i));
            types.add(type);
            kinds.put(Names.folded(columns.get(i).name()), type.kind());
        }
        List<TablePlan.ColumnPlan> plans = new ArrayList<>();
        long lastId = table.lastId();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            ColumnScan scan = scans.get(i);
            if (column.identity()) {
                lastId = Math.max(lastId, scan.greatest());
            }
            plans.add(new TablePlan.ColumnPlan(
                    column, types.get(i), scan.leniency(), scan.hasNulls(), generated(table, column, kinds)));
        }
        return new TablePlan(table, plans, rows, lastId);
    }

    /** The preferred one stands in where none takes all values; nothing is copied then. */
    private PgType typeOf(Table table, Column column, ColumnScan scan) {
        PgType type = scan.type();
        String name = table.nameOf(column);
        if (type == null) {
            findings.add(new Finding(
                    name,
                    "declared '" + column.declared() + "', not all values become "
                            + scan.preferred().sql() + ": " + scan.refused(),
                    remedy(name, scan.preferred()),
                    true));
            return scan.preferred();
        }
        if (type != scan.preferred()
                && scan.refused() != null
                && !column.declared().isEmpty()) {
            notes.add(name + " becomes " + type.sql() + ", not "
                    + scan.preferred().sql() + ": " + scan.refused());
        }
        return type;
    }

    private static String remedy(String name, PgType preferred) {
        String more = switch (preferred.kind()) {
            case TIME, TIMESTAMP, TIMESTAMPTZ -> "If seconds have more than six digits, cut them (--truncate-times); ";
            case TEXT -> "Keep its bytes (--type " + name + "=bytea); ";
            default -> "";
        };
        return more + "correct the row, name a type that takes all of them (--type " + name + "=TYPE, --as-text " + name
                + "), or leave the column out (--skip " + name + ")";
    }

    /** Null when the column's values are copied. */
    private @Nullable String generated(Table table, Column column, Map<String, Kind> kinds) {
        String name = table.nameOf(column);
        if (column.generated() == null) {
            return null;
        }
        if (options.types().containsKey(name)) {
            notes.add(name + " becomes an ordinary column: it was computed");
            return null;
        }
        SqliteExpression.Translation expression = SqliteExpression.of(column.generated(), kinds);
        if (expression.sql() == null) {
            findings.add(new Finding(
                    name,
                    "it is computed by an expression without a known translation (" + expression.unknown() + ")",
                    "Copy its values (--type " + name + "=TYPE) or leave it out (--skip " + name + ")",
                    true));
        }
        return expression.sql();
    }
}
