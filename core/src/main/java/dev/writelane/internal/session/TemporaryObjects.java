package dev.writelane.internal.session;

import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.engine.NativeStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Drops what a transaction has put into the temp schema, so that the next user of the lane does not find it. */
final class TemporaryObjects {
    private TemporaryObjects() {}

    static void dropAll(NativeConnection connection) throws SQLException {
        for (String drop : drops(connection)) {
            connection.run(drop);
        }
        connection.forgetStatements();
    }

    private static List<String> drops(NativeConnection connection) throws SQLException {
        List<String> drops = new ArrayList<>();
        // Triggers and views first, because they may refer to tables; virtual tables before those they are made of;
        // the latest table first, because its foreign keys may refer to an earlier one. Indices go with their tables.
        NativeStatement statement = connection.prepare("SELECT type, name FROM temp.sqlite_schema"
                + " WHERE type IN ('trigger', 'view', 'table') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                + " ORDER BY type = 'table', sql NOT LIKE 'CREATE VIRTUAL%', rowid DESC");
        try {
            boolean row = statement.start(NativeStatement.NO_PARAMETERS);
            while (row) {
                drops.add("DROP " + statement.text(0) + " IF EXISTS temp.\""
                        + statement.text(1).replace("\"", "\"\"") + '"');
                row = statement.step();
            }
        } finally {
            statement.giveBack();
        }
        return drops;
    }
}
