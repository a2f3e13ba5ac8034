package dev.writelane;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Short ways to run a statement and to get one value. */
public final class Ask {
    private Ask() {}

    public static long number(DataSource source, String sql, Object... parameters) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return number(connection, sql, parameters);
        }
    }

    public static long number(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getLong(1) : -1;
        }
    }

    public static String text(DataSource source, String sql, Object... parameters) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return text(connection, sql, parameters);
        }
    }

    public static String text(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    public static int run(DataSource source, String sql, Object... parameters) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return run(connection, sql, parameters);
        }
    }

    public static int run(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** Executes a text, which may be a script. */
    public static void script(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public static void script(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection()) {
            script(connection, sql);
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
