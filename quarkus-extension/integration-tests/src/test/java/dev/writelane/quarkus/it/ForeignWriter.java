package dev.writelane.quarkus.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Another process with the stock driver, which takes and releases the file's write lock when it is told to. */
final class ForeignWriter implements AutoCloseable {
    private static final int SQLITE_BUSY = 5;

    /** Of a minute each: less than the test may take. */
    private static final int ATTEMPTS = 8;

    private final Process process;
    private final PrintWriter tell;
    private final BufferedReader answers;

    ForeignWriter(Path file) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ForeignWriter.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        tell = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    void hold() throws IOException {
        order("hold");
    }

    void release() throws IOException {
        order("release");
    }

    private void order(String order) throws IOException {
        tell.println(order);
        String answer = answers.readLine();
        if (!order.equals(answer)) {
            throw new IOException("told to " + order + ", the other process answered " + answer);
        }
    }

    /** Ends the process; its lock goes with it. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + arguments[0] + "?busy_timeout=60000");
                Statement statement = connection.createStatement();
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                execute(statement, order.equals("hold") ? "BEGIN IMMEDIATE" : "ROLLBACK");
                System.out.println(order);
            }
        }
    }

    /** Asks again: beside writers without a pause, SQLite may find the lock taken each time that it looks. */
    private static void execute(Statement statement, String sql) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                statement.execute(sql);
                return;
            } catch (SQLException e) {
                if (e.getErrorCode() != SQLITE_BUSY || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
