package dev.writelane.examples.boxoffice.jdbi;

/** Why the box office cannot start, in one line, where the remedy lies outside of the program. */
final class WrongSettings extends RuntimeException {

    private static final long serialVersionUID = 1;

    WrongSettings(String message, Throwable cause) {
        super(message, cause);
    }

    WrongSettings(String message) {
        super(message);
    }
}
