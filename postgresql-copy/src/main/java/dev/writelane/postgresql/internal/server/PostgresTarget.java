package dev.writelane.postgresql.internal.server;

import static dev.writelane.postgresql.internal.sqlite.SqliteRows.quoted;

import dev.writelane.postgresql.CopyException;
import dev.writelane.postgresql.Finding;
import dev.writelane.postgresql.internal.value.Checksum;
import dev.writelane.postgresql.internal.value.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** An empty schema of a server that is filled in one transaction. For one thread. */
public final class PostgresTarget {
    private static final int TOLD_EVERY = 1000;

    private final Connection connection;
    private final String schema;

    /** @param connection with autocommit off */
    public PostgresTarget(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    /** Refuses a schema that is not there, or not empty. */
    public void failIfNotEmpty() throws SQLException, CopyException {
        if (names("SELECT nspname FROM pg_namespace WHERE nspname = ?").isEmpty()) {
            throw new CopyException(
                    "There is no schema " + schema + " in the target: create it, or name another (--schema).");
        }
        List<String> there = names(
                "SELECT relname FROM pg_class WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = ?)"
                        + " AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f') ORDER BY relname");
        if (!there.isEmpty()) {
            throw new CopyException("The target is not empty: schema " + schema + " has "
                    + String.join(", ", there.subList(0, Math.min(4, there.size())))
                    + (there.size() > 4 ? " and " + (there.size() - 4) + " more" : "")
                    + ". It is left as it is; copy into a new database or another schema (--schema).");
        }
    }

    private List<String> names(String sql) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    /** Tries each statement on empty tables and undoes them all: what the server refuses. */
    public List<Finding> tryOut(List<Ddl> statements) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        Set<String> broken = new HashSet<>();
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            for (Ddl ddl : statements) {
                Savepoint here = connection.setSavepoint();
                try {
                    statement.execute(ddl.sql());
                } catch (SQLException e) {
                    if (isLost(e)) {
                        throw e;
                    }
                    connection.rollback(here);
                    if ("42501".equals(e.getSQLState())) {
                        throw e; // it is not the schema's fault
                    }
                    if (broken.add(ddl.name())) {
                        findings.add(refused(ddl, e));
                    }
                }
                connection.releaseSavepoint(here);
            }
        }
        connection.rollback(before);
        return findings;
    }

    private static Finding refused(Ddl ddl, SQLException e) {
        String problem = ddl.what() + " is refused by PostgreSQL: "
                + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return switch (ddl.what()) { // with these, rows and values would be left out
            case "table" -> new Finding(ddl.name(), problem, "Rename what is refused, or leave it out (--skip)", true);
            case "generated column" ->
                new Finding(
                        ddl.name(),
                        problem,
                        "Copy its values (--type " + ddl.name() + "=TYPE) or leave it out (--skip " + ddl.name() + ")",
                        true);
            default -> PostgresDdl.unmapped(ddl.name(), problem);
        };
    }

    /** A copy takes its time: limits that are meant for an application's statements do not end it. */
    public static void withoutLimits(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;"
                    + " SET LOCAL standard_conforming_strings = on");
        }
    }

    /** Whether there is no connection any more. */
    public static boolean isLost(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57P") || state.equals("25P03"));
    }

    /** For messages; SQLite's errors have none. */
    public static String stateOf(SQLException e) {
        return e.getSQLState() == null ? "" : " [" + e.getSQLState() + "]";
    }

    public void make(Ddl ddl) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(ddl.sql());
        }
    }

    /** Takes rows of a table. */
    public CopyStream copy(TablePlan plan) throws SQLException {
        String columns =
                plan.sent().stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "));
        return new CopyStream(connection, "COPY " + path(plan) + " (" + columns + ") FROM STDIN");
    }

    private String path(TablePlan plan) {
        return quoted(schema) + "." + quoted(plan.name());
    }

    /** New rows are numbered behind those that are there, and statistics are known. */
    public void finish(TablePlan plan) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (TablePlan.ColumnPlan column : plan.sent()) {
                if (column.column().identity() && column.type().kind() == Kind.INTEGER && plan.lastId() > 0) {
                    statement.execute("ALTER TABLE " + path(plan) + " ALTER COLUMN " + quoted(column.name())
                            + " RESTART WITH " + (plan.lastId() == Long.MAX_VALUE ? plan.lastId() : plan.lastId() + 1));
                }
            }
            statement.execute("ANALYZE " + path(plan));
        }
    }

    /** What is there now. */
    public Checksum checksum(TablePlan plan, LongConsumer progress) throws SQLException {
        List<Kind> kinds =
                plan.columns().stream().map(column -> column.type().kind()).toList();
        List<String> columns =
                plan.columns().stream().map(column -> quoted(column.name())).toList();
        Checksum sum = new Checksum();
        try (PostgresRows rows = PostgresRows.of(connection, columns, path(plan), kinds)) {
            while (rows.next()) {
                for (int i = 0; i < kinds.size(); i++) {
                    sum.value(kinds.get(i), rows.value(i));
                }
                sum.endRow();
                if (sum.rows() % TOLD_EVERY == 0) {
                    progress.accept(TOLD_EVERY);
                }
            }
        }
        progress.accept(sum.rows() % TOLD_EVERY);
        return sum;
    }
}
