package dev.writelane.benchmarks;

import dev.writelane.benchmarks.contest.Kind;
import dev.writelane.benchmarks.contest.OpenRival;
import dev.writelane.benchmarks.contest.Seat;
import dev.writelane.benchmarks.contest.Task;
import dev.writelane.benchmarks.contest.Work;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The least that is work. */
public enum TinyWork implements Work {
    INSERT;

    @Override
    public String label() {
        return "insert";
    }

    @Override
    public void prepare(Path file, int rows) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE tiny (number INTEGER)");
        }
    }

    @Override
    public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
        Seat seat = rival.seat();
        return new Task() {
            @Override
            public Kind once(long number) throws SQLException {
                Connection connection = seat.borrow();
                try (Statement statement = connection.createStatement()) {
                    statement.executeUpdate("INSERT INTO tiny VALUES (" + number + ")");
                } finally {
                    seat.giveBack(connection);
                }
                return Kind.WRITE;
            }

            @Override
            public void close() throws SQLException {
                seat.close();
            }
        };
    }

    @Override
    public long missing(Path file, int rows, long changes) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM tiny")) {
            return changes - count.getLong(1);
        }
    }
}
