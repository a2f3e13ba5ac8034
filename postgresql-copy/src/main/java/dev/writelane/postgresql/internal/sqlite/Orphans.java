package dev.writelane.postgresql.internal.sqlite;

import dev.writelane.postgresql.internal.schema.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rows that refer to none: SQLite keeps them when it was told, for a moment, not to look. */
public final class Orphans {
    private Orphans() {}

    /** The first row of each reference that has some, as messages name it. */
    public static Map<Table.ForeignKey, String> of(Connection connection, Table table) throws SQLException {
        Map<Table.ForeignKey, String> orphans = new LinkedHashMap<>();
        if (table.foreignKeys().isEmpty()) {
            return orphans;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("PRAGMA foreign_key_check(" + SqliteRows.quoted(table.name()) + ")")) {
            while (rows.next()) {
                int index = table.foreignKeys().size() - 1 - rows.getInt("fkid"); // the reverse of the text's order
                String row = rows.getString("rowid") == null ? "a row" : "row id " + rows.getString("rowid");
                orphans.putIfAbsent(table.foreignKeys().get(index), row);
            }
        } catch (SQLException e) {
            if (!String.valueOf(e.getMessage()).contains("foreign key mismatch")) {
                throw e;
            }
            // It refers to what is no key: the server will not have it either, and that is a finding of its own.
        }
        return orphans;
    }
}
