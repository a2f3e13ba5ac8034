package dev.writelane.examples.boxoffice.rush;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;

/** A SQLite file. */
record FileBooks(Path file) implements Books {

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public String toString() {
        return file.toString();
    }

    @Override
    public Optional<String> missing() {
        return Files.isRegularFile(file) ? Optional.empty() : Optional.of("there is no file " + file);
    }

    @Override
    public Connection open() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(10_000);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try {
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    @Override
    public List<Check> soundness(Connection connection) throws SQLException {
        return List.of(integrity(connection), foreignKeys(connection));
    }

    private static Check integrity(Connection connection) throws SQLException {
        List<String> lines = new ArrayList<>();
        BoxOfficeRows.query(connection, "PRAGMA integrity_check", row -> lines.add(row.getString(1)));
        boolean sound = lines.equals(List.of("ok"));
        return new Check("PRAGMA integrity_check says ok", 1, "file", sound ? List.of() : lines);
    }

    private static Check foreignKeys(Connection connection) throws SQLException {
        List<String> offences = new ArrayList<>();
        BoxOfficeRows.query(
                connection,
                "PRAGMA foreign_key_check",
                row -> offences.add("table " + row.getString(1) + " rowid " + row.getString(2)
                        + " refers to a missing row of " + row.getString(3)));
        return new Check("PRAGMA foreign_key_check finds nothing", 1, "file", offences);
    }
}
