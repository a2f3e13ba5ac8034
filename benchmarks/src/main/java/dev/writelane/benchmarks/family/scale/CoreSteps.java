package dev.writelane.benchmarks.family.scale;

import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import dev.writelane.benchmarks.family.Items;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** Single steps of what an application does, by JMH: where the time of an operation goes. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CoreSteps {
    /** Open while a step is measured. Overrides of its fixtures carry no annotation: JMH would call them for each class. */
    @State(Scope.Benchmark)
    public static class Database {
        /** Made beforehand by {@link Rows}. */
        @Param("")
        public String file;

        @Param("0")
        public int rows;

        SqliteDatabase database;

        @Setup
        public void open() throws SQLException {
            database = SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + file));
        }

        @TearDown
        public void close() throws SQLException {
            database.close();
        }

        int anyId() {
            return ThreadLocalRandom.current().nextInt(rows) + 1;
        }

        Connection connection() throws SQLException {
            return database.dataSource().getConnection();
        }
    }

    /** With a connection in autocommit. A database of its own: JMH would close a shared one first. */
    @State(Scope.Benchmark)
    public static class Open extends Database {
        Connection connection;

        @Override
        public void open() throws SQLException {
            super.open();
            connection = connection();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
            super.close();
        }
    }

    /** With a transaction for reading that has begun. */
    @State(Scope.Benchmark)
    public static class Reading extends Open {
        PreparedStatement statement;

        @Override
        public void open() throws SQLException {
            super.open();
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            statement = connection.prepareStatement(Items.POINT);
            Rows.readPoint(statement, 1);
        }

        @Override
        public void close() throws SQLException {
            statement.close();
            connection.rollback();
            super.close();
        }
    }

    @Benchmark
    public void getConnectionAndClose(Database database, Blackhole sink) throws SQLException {
        try (Connection connection = database.connection()) {
            sink.consume(connection);
        }
    }

    @Benchmark
    public void prepareAndCloseCachedStatement(Open open, Blackhole sink) throws SQLException {
        try (PreparedStatement statement = open.connection.prepareStatement(Items.POINT)) {
            sink.consume(statement);
        }
    }

    @Benchmark
    public void pointReadInAutocommit(Database database) throws SQLException {
        try (Connection connection = database.connection();
                PreparedStatement statement = connection.prepareStatement(Items.POINT)) {
            Rows.readPoint(statement, database.anyId());
        }
    }

    @Benchmark
    public void pointReadInTransaction(Reading reading) throws SQLException {
        Rows.readPoint(reading.statement, reading.anyId());
    }

    /** The closure has a transaction of its own. */
    @Benchmark
    public int pointReadInClosure(Database database) throws SQLException {
        return database.database.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(Items.POINT)) {
                int id = database.anyId();
                Rows.readPoint(statement, id);
                return id;
            }
        });
    }

    @Benchmark
    public int emptyReadClosure(Database database) throws SQLException {
        return database.database.read(connection -> 1);
    }

    /** With a question to SQLite in between: a transaction without a statement is no transaction. */
    @Benchmark
    public void beginAndCommitWithWriteLane(Database database, Blackhole sink) throws SQLException {
        try (Connection connection = database.connection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement("SELECT 1");
                    ResultSet row = statement.executeQuery()) {
                sink.consume(row.next());
            }
            connection.commit();
        }
    }
}
