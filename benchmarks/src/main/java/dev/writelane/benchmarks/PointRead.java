package dev.writelane.benchmarks;

import dev.writelane.Synchronous;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
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

/**
 * One row by its primary key, as applications read it: connection, statement, one parameter, three getters, everything closed.
 *
 * <p>{@link #reusedStatement} is no way to write an application; it is what the driver gives at most, with a connection and a
 * statement for each thread.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class PointRead {
    /** The file, made beforehand by {@link ItemTable}. */
    @State(Scope.Benchmark)
    public static class Items {
        @Param("")
        public String file;

        @Param("0")
        public int rows;

        int anyId() {
            return ThreadLocalRandom.current().nextInt(rows) + 1;
        }
    }

    @State(Scope.Benchmark)
    public static class Writelane {
        Rival.OpenRival rival;
        Jdbi jdbi;

        @Setup
        public void open(Items items) throws SQLException {
            rival = Rival.WRITELANE.open(Path.of(items.file), Synchronous.FULL);
            jdbi = rival.jdbi();
        }

        @TearDown
        public void close() {
            rival.close();
        }
    }

    /** Its defaults, but with a snapshot of its own for each read, which is what every rival does. */
    @State(Scope.Benchmark)
    public static class WritelaneWithoutKeptSnapshots {
        Rival.OpenRival rival;

        @Setup
        public void open(Items items) throws SQLException {
            rival = Rival.writelane(StockSqlite.URL + items.file + "?snapshot-reuse=off");
        }

        @TearDown
        public void close() {
            rival.close();
        }
    }

    @State(Scope.Benchmark)
    public static class HikariCp {
        Rival.OpenRival rival;
        Jdbi jdbi;

        @Setup
        public void open(Items items) throws SQLException {
            rival = Rival.HIKARICP.open(Path.of(items.file), Synchronous.FULL);
            jdbi = rival.jdbi();
        }

        @TearDown
        public void close() {
            rival.close();
        }
    }

    @State(Scope.Thread)
    public static class OwnStatement {
        Connection connection;
        PreparedStatement statement;

        @Setup
        public void open(Items items) throws SQLException {
            connection = StockSqlite.dataSource(Path.of(items.file), Synchronous.FULL)
                    .getConnection();
            statement = connection.prepareStatement(ItemTable.POINT_READ);
        }

        @TearDown
        public void close() throws SQLException {
            statement.close();
            connection.close();
        }
    }

    @Benchmark
    public void writelane(Writelane state, Items items, Blackhole sink) throws SQLException {
        readThrough(state.rival.dataSource(), items.anyId(), sink);
    }

    @Benchmark
    public void writelaneWithoutKeptSnapshots(WritelaneWithoutKeptSnapshots state, Items items, Blackhole sink)
            throws SQLException {
        readThrough(state.rival.dataSource(), items.anyId(), sink);
    }

    @Benchmark
    public void hikariCp(HikariCp state, Items items, Blackhole sink) throws SQLException {
        readThrough(state.rival.dataSource(), items.anyId(), sink);
    }

    @Benchmark
    public void reusedStatement(OwnStatement state, Items items, Blackhole sink) throws SQLException {
        read(state.statement, items.anyId(), sink);
    }

    @Benchmark
    public void writelaneJdbi(Writelane state, Items items, Blackhole sink) {
        readThrough(state.jdbi, items.anyId(), sink);
    }

    @Benchmark
    public void hikariCpJdbi(HikariCp state, Items items, Blackhole sink) {
        readThrough(state.jdbi, items.anyId(), sink);
    }

    /** The same through a handle, with a mapper that does what {@link #read} does. */
    private static void readThrough(Jdbi jdbi, int id, Blackhole sink) {
        jdbi.useHandle(handle -> {
            int found = handle.createQuery(ItemTable.POINT_READ)
                    .bind(0, id)
                    .map((row, context) -> {
                        sink.consume(row.getString(2));
                        sink.consume(row.getDouble(3));
                        return row.getInt(1);
                    })
                    .one();
            if (found != id) {
                throw new IllegalStateException("Read another row than " + id);
            }
        });
    }

    private static void readThrough(DataSource source, int id, Blackhole sink) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(ItemTable.POINT_READ)) {
            read(statement, id, sink);
        }
    }

    private static void read(PreparedStatement statement, int id, Blackhole sink) throws SQLException {
        statement.setInt(1, id);
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next() || row.getInt(1) != id) {
                throw new IllegalStateException("Read another row than " + id);
            }
            sink.consume(row.getString(2));
            sink.consume(row.getDouble(3));
        }
    }
}
