package dev.writelane.internal.jdbc;

import dev.writelane.internal.error.Errors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A Blob that is a copy in memory: it outlives its row, and writing to it changes no database. Not thread-safe. */
public final class MemoryBlob implements Blob {
    private byte @Nullable [] content;

    /** An empty one, for {@code Connection.createBlob()}. */
    public MemoryBlob() {
        this(new byte[0]);
    }

    /** Takes the array over; it must not be changed afterwards by its former owner. */
    MemoryBlob(byte[] content) {
        this.content = content;
    }

    @Override
    public long length() throws SQLException {
        return content().length;
    }

    @Override
    public byte[] getBytes(long pos, int length) throws SQLException {
        byte[] all = content();
        int from = offset(pos, all.length);
        checkLength(length);
        return Arrays.copyOfRange(all, from, (int) Math.min(all.length, (long) from + length));
    }

    @Override
    public InputStream getBinaryStream() throws SQLException {
        return new ByteArrayInputStream(content());
    }

    @Override
    public InputStream getBinaryStream(long pos, long length) throws SQLException {
        byte[] all = content();
        int from = offset(pos, all.length);
        if (length < 0 || from + length > all.length) {
            throw outside(pos + length, all.length);
        }
        return new ByteArrayInputStream(all, from, (int) length);
    }

    @Override
    public long position(byte[] pattern, long start) throws SQLException {
        byte[] all = content();
        for (int at = offset(start, all.length); at + pattern.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + pattern.length, pattern, 0, pattern.length)) {
                return at + 1L;
            }
        }
        return -1;
    }

    @Override
    public long position(Blob pattern, long start) throws SQLException {
        return position(pattern.getBytes(1, Math.toIntExact(pattern.length())), start);
    }

    @Override
    public int setBytes(long pos, byte[] bytes) throws SQLException {
        return setBytes(pos, bytes, 0, bytes.length);
    }

    @Override
    public int setBytes(long pos, byte[] bytes, int offset, int len) throws SQLException {
        Objects.checkFromIndexSize(offset, len, bytes.length);
        byte[] all = content();
        int at = offset(pos, all.length);
        byte[] changed = Arrays.copyOf(all, Math.max(all.length, Math.addExact(at, len)));
        System.arraycopy(bytes, offset, changed, at, len);
        content = changed;
        return len;
    }

    /** What is written arrives in the Blob when the stream is closed. */
    @Override
    public OutputStream setBinaryStream(long pos) throws SQLException {
        offset(pos, content().length);
        return new ByteArrayOutputStream() {
            private boolean closed;

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    try {
                        setBytes(pos, toByteArray());
                    } catch (SQLException cause) {
                        throw new IllegalStateException(cause.getMessage(), cause);
                    }
                }
            }
        };
    }

    @Override
    public void truncate(long len) throws SQLException {
        byte[] all = content();
        if (len < 0 || len > all.length) {
            throw outside(len, all.length);
        }
        content = Arrays.copyOf(all, (int) len);
    }

    @Override
    public void free() {
        content = null;
    }

    private byte[] content() throws SQLException {
        byte[] all = content;
        if (all == null) {
            throw Errors.misuse("HY010", "This Blob was freed: use it before free()");
        }
        return all;
    }

    /** Positions count from 1, and one past the end is where something can be appended. */
    static int offset(long pos, int length) throws SQLException {
        if (pos < 1 || pos > length + 1L) {
            throw outside(pos, length);
        }
        return (int) (pos - 1);
    }

    static void checkLength(int length) throws SQLException {
        if (length < 0) {
            throw Errors.misuse("22023", "The length " + length + " is negative");
        }
    }

    static SQLException outside(long pos, int length) {
        return Errors.misuse(
                "22023", "Position " + pos + " is outside of a value of length " + length + "; positions count from 1");
    }
}
