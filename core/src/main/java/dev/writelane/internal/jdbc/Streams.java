package dev.writelane.internal.jdbc;

import dev.writelane.internal.error.Errors;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads a stream parameter whole, and no more than its announced length. A stream that ends before is an error. */
final class Streams {
    static final long TO_THE_END = -1;

    private Streams() {}

    static byte @Nullable [] bytes(@Nullable InputStream stream, long length) throws SQLException {
        if (stream == null) {
            return null;
        }
        try {
            if (length == TO_THE_END) {
                return stream.readAllBytes();
            }
            byte[] bytes = stream.readNBytes(length(length));
            checkComplete(bytes.length, length);
            return bytes;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    static @Nullable String ascii(@Nullable InputStream stream, long length) throws SQLException {
        return stream == null ? null : text(new InputStreamReader(stream, StandardCharsets.US_ASCII), length);
    }

    static @Nullable String text(@Nullable Reader reader, long length) throws SQLException {
        if (reader == null) {
            return null;
        }
        int most = length == TO_THE_END ? Integer.MAX_VALUE : length(length);
        StringBuilder text = new StringBuilder();
        char[] block = new char[8192];
        try {
            while (text.length() < most) {
                int read = reader.read(block, 0, Math.min(block.length, most - text.length()));
                if (read < 0) {
                    break;
                }
                text.append(block, 0, read);
            }
        } catch (IOException e) {
            throw failed(e);
        }
        if (length != TO_THE_END) {
            checkComplete(text.length(), length);
        }
        return text.toString();
    }

    private static int length(long length) throws SQLException {
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw Errors.data(
                    "22023",
                    "The length of the stream is " + length + "; it must be from 0 to " + Integer.MAX_VALUE + ".");
        }
        return (int) length;
    }

    private static void checkComplete(long read, long announced) throws SQLException {
        if (read != announced) {
            throw Errors.data("22026", "The stream ended after " + read + ", and " + announced + " were announced.");
        }
    }

    private static SQLException failed(IOException e) {
        SQLException failed = Errors.data("22000", "Reading the stream parameter failed: " + e);
        failed.initCause(e);
        return failed;
    }
}
