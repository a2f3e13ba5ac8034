package dev.writelane.postgresql.internal.server;

import dev.writelane.postgresql.internal.value.Kind;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of a table, as many in memory at a time as a few megabytes hold. Autocommit must be off. For one thread. */
public final class PostgresRows implements AutoCloseable {
    private static final int FETCH = 500;
    private static final long FETCHED_BYTES = 8 << 20;

    private final Statement statement;
    private final ResultSet rows;
    private final List<Kind> kinds;

    private PostgresRows(Statement statement, ResultSet rows, List<Kind> kinds) {
        this.statement = statement;
        this.rows = rows;
        this.kinds = kinds;
    }

    /**
     * The rows of a table.
     *
     * @param columns expressions
     * @param from the table, quoted
     * @param kinds what the columns are
     */
    public static PostgresRows of(Connection connection, List<String> columns, String from, List<Kind> kinds)
            throws SQLException {
        Statement statement = connection.createStatement();
        try {
            statement.setFetchSize(fetch(statement, columns, from, kinds));
            String sql = "SELECT " + String.join(", ", columns) + " FROM " + from;
            return new PostgresRows(statement, statement.executeQuery(sql), kinds);
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /** The driver counts rows, not bytes, so the longest one says how many. */
    private static int fetch(Statement statement, List<String> columns, String from, List<Kind> kinds)
            throws SQLException {
        List<String> lengths = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (kinds.get(i) == Kind.TEXT || kinds.get(i) == Kind.BYTES) {
                lengths.add("coalesce(octet_length(" + columns.get(i) + "), 0)::bigint");
            }
        }
        if (lengths.isEmpty()) {
            return FETCH;
        }
        try (ResultSet row = statement.executeQuery("SELECT max(" + String.join(" + ", lengths) + ") FROM " + from)) {
            row.next();
            return (int) Math.max(1, Math.min(FETCH, FETCHED_BYTES / (row.getLong(1) + 1)));
        }
    }

    public boolean next() throws SQLException {
        return rows.next();
    }

    /** @param index from 0 */
    public @Nullable Object value(int index) throws SQLException {
        int column = index + 1;
        return switch (kinds.get(index)) {
            case BOOLEAN -> orNull(rows.getBoolean(column));
            case INTEGER -> orNull(rows.getLong(column));
            case DOUBLE -> orNull(rows.getDouble(column) + 0.0); // SQLite has no -0.0
            case NUMERIC -> number(rows.getString(column));
            case TEXT -> rows.getString(column);
            case BYTES -> rows.getBytes(column);
            case DATE -> rows.getObject(column, LocalDate.class);
            case TIME -> rows.getObject(column, LocalTime.class);
            case TIMESTAMP -> rows.getObject(column, LocalDateTime.class);
            case TIMESTAMPTZ -> {
                OffsetDateTime moment = rows.getObject(column, OffsetDateTime.class);
                yield moment == null ? null : moment.toInstant();
            }
            case UUID -> rows.getObject(column, UUID.class);
        };
    }

    /** NaN and the infinities as Double, which no numeric of SQLite is. */
    private static @Nullable Object number(@Nullable String text) {
        if (text == null) {
            return null;
        }
        boolean none = text.equals("NaN") || text.endsWith("Infinity");
        return none ? (Object) Double.valueOf(text) : new BigDecimal(text);
    }

    private @Nullable Object orNull(Object value) throws SQLException {
        return rows.wasNull() ? null : value;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
