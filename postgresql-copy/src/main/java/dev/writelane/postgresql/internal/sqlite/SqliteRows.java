package dev.writelane.postgresql.internal.sqlite;

import dev.writelane.postgresql.internal.schema.Column;
import dev.writelane.postgresql.internal.schema.Table;
import dev.writelane.postgresql.internal.value.BrokenText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of a table as SQLite stores them. For one thread. */
public final class SqliteRows implements AutoCloseable {
    private static final char REPLACEMENT = '\uFFFD';

    private final Statement statement;
    private final ResultSet rows;
    private final boolean numbered;

    private SqliteRows(Statement statement, ResultSet rows, boolean numbered) {
        this.statement = statement;
        this.rows = rows;
        this.numbered = numbered;
    }

    /** Of these columns, in their order. */
    public static SqliteRows of(Connection connection, Table table, List<Column> columns) throws SQLException {
        String names = columns.stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "));
        String rowId = table.rowId();
        Statement statement = connection.createStatement();
        return new SqliteRows(
                statement,
                statement.executeQuery("SELECT " + (rowId == null ? "NULL" : rowId)
                        + (names.isEmpty() ? "" : ", " + names) + " FROM " + quoted(table.name())),
                rowId != null);
    }

    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    public boolean next() throws SQLException {
        return rows.next();
    }

    /** For messages. */
    public String rowName() throws SQLException {
        return numbered ? "row id " + rows.getLong(1) : "a row";
    }

    /**
     * A value.
     *
     * @param index from 0
     * @return null, Long, Double, String, byte[] or {@link BrokenText}
     */
    public @Nullable Object stored(int index) throws SQLException {
        Object value = rows.getObject(index + 2);
        if (value instanceof Integer number) {
            return (long) number;
        }
        if (value instanceof String text && text.indexOf(REPLACEMENT) >= 0) {
            return textOf(rows.getBytes(index + 2));
        }
        return value;
    }

    private static Object textOf(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new BrokenText(bytes);
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
