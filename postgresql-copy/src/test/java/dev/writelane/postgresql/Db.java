package dev.writelane.postgresql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Short SQL on either side, by the drivers as they are. */
final class Db {
    private Db() {}

    static Path file(Path path, String... script) throws SQLException {
        run("jdbc:sqlite:" + path, script);
        return path;
    }

    static String url(Path file) {
        return "jdbc:sqlite:" + file;
    }

    static void run(String url, String... script) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : script) {
                statement.execute(sql);
            }
        }
    }

    /** One column of all rows, as text. */
    static List<String> column(String url, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    static String value(String url, String sql) throws SQLException {
        return column(url, sql).get(0);
    }

    /** Names of whatever there is in the server's schema. */
    static List<String> relations(String server) throws SQLException {
        return column(
                server,
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S', 'v') ORDER BY 1");
    }

    static CopyReport toPostgres(Path file, String server, CopyOptions options) throws CopyException {
        return SqliteToPostgres.copy(file, ServerAddress.of(server), options, CopyProgress.NONE);
    }

    static CopyReport toSqlite(String server, Path file) throws CopyException {
        return PostgresToSqlite.copy(ServerAddress.of(server), file, CopyOptions.defaults(), CopyProgress.NONE);
    }
}
