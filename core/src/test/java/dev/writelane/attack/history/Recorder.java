package dev.writelane.attack.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One transaction's statements, recorded. For one thread at a time, but for {@link #cancel}. */
final class Recorder {
    record Register(int id, long value, long version) {}

    private final long id;
    private final List<Op> ops = new ArrayList<>(4);
    private final boolean lockingReads;
    private int writes;
    private volatile @Nullable Statement running;

    /** @param lockingReads whether reads are SELECT ... FOR UPDATE where a body asks for it */
    Recorder(long id, boolean lockingReads) {
        this.id = id;
        this.lockingReads = lockingReads;
    }

    long id() {
        return id;
    }

    List<Op> ops() {
        return List.copyOf(ops);
    }

    /** Cancels the statement that runs at this moment, from another thread; whether there was one. */
    boolean cancel() throws SQLException {
        Statement statement = running;
        if (statement == null) {
            return false;
        }
        statement.cancel();
        return true;
    }

    @FunctionalInterface
    private interface Rows<T> {
        T of(ResultSet rows, long began) throws SQLException;
    }

    private <T> T query(Connection connection, String sql, Rows<T> rows, Object... parameters) throws SQLException {
        long began = System.nanoTime();
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            running = statement;
            try (ResultSet result = statement.executeQuery()) {
                return rows.of(result, began);
            }
        } finally {
            running = null;
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    /** A register that will be written depending on what it has. */
    Register readToWrite(Connection connection, int key) throws SQLException {
        return read(connection, key, lockingReads);
    }

    Register read(Connection connection, int key) throws SQLException {
        return read(connection, key, false);
    }

    private Register read(Connection connection, int key, boolean locking) throws SQLException {
        return query(
                connection,
                locking ? Tables.READ + " FOR UPDATE" : Tables.READ,
                (rows, began) -> {
                    if (!rows.next()) {
                        throw new WrongRows("no register " + key);
                    }
                    return seen(key, rows, locking, began);
                },
                key);
    }

    /** All registers by one statement. */
    List<Register> readAll(Connection connection) throws SQLException {
        return query(connection, Tables.READ_ALL, (rows, began) -> {
            List<Register> all = new ArrayList<>();
            while (rows.next()) {
                all.add(seen(rows.getInt(3), rows, false, began));
            }
            return all;
        });
    }

    private Register seen(int key, ResultSet rows, boolean locking, long began) throws SQLException {
        Register register = new Register(key, rows.getLong(1), rows.getLong(2));
        ops.add(new Op.Read(key, new long[] {register.version()}, false, locking, began, System.nanoTime()));
        return register;
    }

    void put(Connection connection, int key, long value) throws SQLException {
        write(connection, Tables.PUT, key, value);
    }

    void add(Connection connection, int key, long delta) throws SQLException {
        write(connection, Tables.ADD, key, delta);
    }

    private void write(Connection connection, String sql, int key, long value) throws SQLException {
        int place = intend(key);
        long version = version(place);
        Op.Write done = query(
                connection,
                sql,
                (rows, began) -> {
                    if (!rows.next()) {
                        throw new WrongRows("no register " + key + " to write");
                    }
                    return new Op.Write(key, version, rows.getLong(1), began, System.nanoTime());
                },
                value,
                version,
                key);
        ops.set(place, done);
    }

    /** Recorded before it is done, because a failure may not know whether it was; its place. */
    private int intend(int key) {
        long now = System.nanoTime();
        ops.add(new Op.Write(key, Version.of(id, ++writes), Version.UNKNOWN, now, now));
        return ops.size() - 1;
    }

    private long version(int place) {
        return ((Op.Write) ops.get(place)).version();
    }

    long[] readList(Connection connection, int key) throws SQLException {
        return query(
                connection,
                Tables.READ_LIST,
                (rows, began) -> {
                    long[] seen = rows.next()
                            ? Stream.of(rows.getString(1).split(","))
                                    .mapToLong(Long::parseLong)
                                    .toArray()
                            : new long[0];
                    ops.add(new Op.Read(key, seen, true, false, began, System.nanoTime()));
                    return seen;
                },
                key);
    }

    void append(Connection connection, int key) throws SQLException {
        int place = intend(key);
        update(connection, Tables.APPEND, key, version(place));
    }

    private void update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            running = statement;
            statement.executeUpdate();
        } finally {
            running = null;
        }
    }

    /** A statement that must fail. */
    void collide(Connection connection, String sql) throws SQLException {
        update(connection, sql);
    }

    /** The driver answered with rows that cannot be. */
    static final class WrongRows extends SQLException {
        private static final long serialVersionUID = 1;

        WrongRows(String what) {
            super(what, "XX000");
        }
    }
}
