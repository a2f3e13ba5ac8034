package dev.writelane;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Another process, which writes through the stock driver: holds the write lock from its first line on, commits at a line of its
 * input, and says each step on its output.
 */
final class ForeignWriter {
    private ForeignWriter() {}

    public static void main(String[] arguments) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
                Statement statement = connection.createStatement()) {
            hold(statement);
        }
        say("closed");
    }

    private static void hold(Statement statement) throws Exception {
        statement.execute("PRAGMA busy_timeout = 30000");
        statement.execute("BEGIN IMMEDIATE");
        insert(statement);
        say("holding");
        System.in.read();
        statement.execute("COMMIT");
        say("committed");
    }

    private static void insert(Statement statement) throws SQLException {
        statement.executeUpdate("INSERT INTO t(who) VALUES ('another process')");
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
