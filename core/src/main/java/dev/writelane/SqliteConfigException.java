package dev.writelane;

/** A URL or setting is wrong; the message names the key, the value, where it stands and what would be right. */
public final class SqliteConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    SqliteConfigException(String message) {
        super(message);
    }
}
