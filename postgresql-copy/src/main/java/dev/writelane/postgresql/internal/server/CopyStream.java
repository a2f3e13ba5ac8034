package dev.writelane.postgresql.internal.server;

import dev.writelane.postgresql.internal.value.Kind;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends rows by COPY in its text format, a batch of bytes at a time. For one thread. */
public final class CopyStream implements AutoCloseable {
    private static final int BATCH = 1 << 16;

    private final CopyIn copy;
    private byte[] batch = new byte[BATCH + BATCH / 4];
    private int size;
    private boolean rowBegun;

    /** @param sql COPY ... FROM STDIN */
    public CopyStream(Connection connection, String sql) throws SQLException {
        this.copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    }

    /** The next value of the row. */
    public void value(Kind kind, @Nullable Object value) {
        if (rowBegun) {
            put('\t');
        }
        rowBegun = true;
        if (value == null) {
            put('\\');
            put('N');
            return;
        }
        byte[] bytes = kind.text(value).getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            switch (b) {
                case '\\' -> escaped('\\');
                case '\t' -> escaped('t');
                case '\n' -> escaped('n');
                case '\r' -> escaped('r');
                default -> put(b);
            }
        }
    }

    private void escaped(char c) {
        put('\\');
        put(c);
    }

    private void put(int b) {
        if (size == batch.length) {
            batch = Arrays.copyOf(batch, 2 * size);
        }
        batch[size++] = (byte) b;
    }

    public void endRow() throws SQLException {
        put('\n');
        rowBegun = false;
        if (size >= BATCH) {
            send();
        }
    }

    private void send() throws SQLException {
        copy.writeToCopy(batch, 0, size);
        size = 0;
    }

    /** Sends the rest; the server has taken all rows when it returns. */
    public long end() throws SQLException {
        send();
        return copy.endCopy();
    }

    /** Breaks it off if it has not ended. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
