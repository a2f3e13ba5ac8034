package dev.writelane.internal.jdbc;

import dev.writelane.internal.error.Errors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A Clob that is a copy in memory: it outlives its row, and writing to it changes no database. Its ASCII streams are
 * UTF-8, of which ASCII is a part. Not thread-safe.
 */
public final class MemoryClob implements NClob {
    private @Nullable StringBuilder content;

    /** An empty one, for {@code Connection.createClob()} and {@code createNClob()}. */
    public MemoryClob() {
        this("");
    }

    MemoryClob(String content) {
        this.content = new StringBuilder(content);
    }

    @Override
    public long length() throws SQLException {
        return content().length();
    }

    @Override
    public String getSubString(long pos, int length) throws SQLException {
        StringBuilder all = content();
        int from = MemoryBlob.offset(pos, all.length());
        MemoryBlob.checkLength(length);
        return all.substring(from, (int) Math.min(all.length(), (long) from + length));
    }

    @Override
    public Reader getCharacterStream() throws SQLException {
        return new StringReader(content().toString());
    }

    @Override
    public Reader getCharacterStream(long pos, long length) throws SQLException {
        int all = content().length();
        int from = MemoryBlob.offset(pos, all);
        if (length < 0 || from + length > all) {
            throw MemoryBlob.outside(pos + length, all);
        }
        return new StringReader(getSubString(pos, (int) length));
    }

    @Override
    public InputStream getAsciiStream() throws SQLException {
        return new ByteArrayInputStream(content().toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long position(String searched, long start) throws SQLException {
        StringBuilder all = content();
        int found = all.indexOf(searched, MemoryBlob.offset(start, all.length()));
        return found < 0 ? -1 : found + 1L;
    }

    @Override
    public long position(Clob searched, long start) throws SQLException {
        return position(searched.getSubString(1, Math.toIntExact(searched.length())), start);
    }

    @Override
    public int setString(long pos, String text) throws SQLException {
        StringBuilder all = content();
        int at = MemoryBlob.offset(pos, all.length());
        all.replace(at, Math.min(all.length(), at + text.length()), text);
        return text.length();
    }

    @Override
    public int setString(long pos, String text, int offset, int len) throws SQLException {
        return setString(pos, text.substring(offset, offset + len));
    }

    /** What is written arrives in the Clob when the writer is closed. */
    @Override
    public Writer setCharacterStream(long pos) throws SQLException {
        MemoryBlob.offset(pos, content().length());
        return new StringWriter() {
            private boolean closed;

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    store(pos, toString());
                }
            }
        };
    }

    /** What is written arrives in the Clob when the stream is closed. */
    @Override
    public OutputStream setAsciiStream(long pos) throws SQLException {
        MemoryBlob.offset(pos, content().length());
        return new ByteArrayOutputStream() {
            private boolean closed;

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    store(pos, toString(StandardCharsets.UTF_8));
                }
            }
        };
    }

    @Override
    public void truncate(long len) throws SQLException {
        StringBuilder all = content();
        if (len < 0 || len > all.length()) {
            throw MemoryBlob.outside(len, all.length());
        }
        all.setLength((int) len);
    }

    @Override
    public void free() {
        content = null;
    }

    private void store(long pos, String text) {
        try {
            setString(pos, text);
        } catch (SQLException cause) {
            throw new IllegalStateException(cause.getMessage(), cause);
        }
    }

    private StringBuilder content() throws SQLException {
        StringBuilder all = content;
        if (all == null) {
            throw Errors.misuse("HY010", "This Clob was freed: use it before free()");
        }
        return all;
    }
}
