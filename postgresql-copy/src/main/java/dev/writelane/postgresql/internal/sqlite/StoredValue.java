package dev.writelane.postgresql.internal.sqlite;

import dev.writelane.postgresql.internal.value.BrokenText;

/** How messages speak of a value without showing it: it may be anybody's secret, and its row can be looked at. */
final class StoredValue {
    private StoredValue() {}

    static String described(Object stored) {
        if (stored instanceof String text) {
            int nul = text.indexOf(0);
            return nul >= 0
                    ? "TEXT with a NUL character (at " + nul + "), which PostgreSQL refuses"
                    : "TEXT of " + text.length() + " characters";
        }
        if (stored instanceof BrokenText broken) {
            return "TEXT whose " + broken.bytes().length + " bytes are not UTF-8";
        }
        if (stored instanceof byte[] bytes) {
            return "a BLOB of " + bytes.length + " bytes";
        }
        return stored instanceof Long ? "an INTEGER" : "a REAL";
    }
}
