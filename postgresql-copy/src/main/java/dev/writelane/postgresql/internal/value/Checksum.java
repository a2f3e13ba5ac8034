package dev.writelane.postgresql.internal.value;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The count and checksum of a table's rows in whatever order: the sum of 128 bits of each row's SHA-256. For one thread.
 */
public final class Checksum {
    private final MessageDigest digest;
    private final byte[] length = new byte[4];
    private long rows;
    private long high;
    private long low;

    public Checksum() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The next value of the row. */
    public void value(Kind kind, @Nullable Object value) {
        if (value == null) {
            length(-1);
            return;
        }
        byte[] bytes = value instanceof byte[] raw ? raw : kind.text(value).getBytes(StandardCharsets.UTF_8);
        length(bytes.length);
        digest.update(bytes);
    }

    private void length(int bytes) {
        ByteBuffer.wrap(length).putInt(bytes);
        digest.update(length);
    }

    public void endRow() {
        ByteBuffer sum = ByteBuffer.wrap(digest.digest());
        long add = sum.getLong();
        low += add;
        high += sum.getLong() + (Long.compareUnsigned(low, add) < 0 ? 1 : 0);
        rows++;
    }

    public long rows() {
        return rows;
    }

    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
