package dev.writelane.internal.error;

import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/**
 * Builds the exceptions that leave the kit. Each method is one kind of failure and fixes its SQLState, so that a state
 * can be looked up here and nowhere else.
 */
public final class Errors {
    private Errors() {}

    /** A JDBC call that SQLite or this kit cannot serve. SQLState 0A000. */
    public static SQLFeatureNotSupportedException unsupported(String what) {
        return new SQLFeatureNotSupportedException(what, "0A000");
    }

    /** A value that cannot be converted or does not fit. {@code state} is of class 22. */
    public static SQLDataException data(String state, String message) {
        return new SQLDataException(message, state);
    }

    /** Wrong use of the API: a call in the wrong state, an index out of range. */
    public static SQLNonTransientException misuse(String state, String message) {
        return new SQLNonTransientException(message, state);
    }

    /** The connection is closed, or its database is. SQLState 08003. */
    public static SQLNonTransientConnectionException closed(String message) {
        return new SQLNonTransientConnectionException(message, "08003");
    }

    /** The database could not be opened. SQLState 08001. */
    public static SQLNonTransientConnectionException open(String message, @Nullable Throwable cause) {
        return new SQLNonTransientConnectionException(message, "08001", 0, cause);
    }

    /** A write where only reading is allowed. SQLState 25006. */
    public static SQLNonTransientException readOnly(String message) {
        return new SQLNonTransientException(message, "25006", 8);
    }

    /** A second thread used an object that belongs to another at this moment. SQLState 25000. */
    public static SQLNonTransientException ownership(String message) {
        return new SQLNonTransientException(message, "25000");
    }

    /** A thread that must not block was about to. SQLState 25000. */
    public static SQLNonTransientException blocking(String message) {
        return new SQLNonTransientException(message, "25000");
    }

    /** More work is queued than the kit takes. SQLState 53000, retry later. */
    public static SQLTransientException overloaded(String message) {
        return new SQLTransientException(message, "53000");
    }

    /** The wait for a lane, or for another thread to leave a shared connection, ran out. SQLState 55P03. */
    public static SQLTransientException laneTimeout(String message) {
        return new SQLTransientException(message, "55P03");
    }

    /** A statement reached its timeout. SQLState 57014. */
    public static SQLTimeoutException statementTimeout(String message) {
        return new SQLTimeoutException(message, "57014", 9);
    }

    /** A statement or a wait was cancelled or interrupted. SQLState 57014. */
    public static SQLException cancelled(String message) {
        return new SQLException(message, "57014", 9);
    }

    /** An autocommit write with triggers was stopped, maybe when it had been done already. SQLState 57014. */
    public static SQLException stoppedThroughView(SQLException stopped) {
        String message = stopped.getMessage()
                + ". A table is as it was; if this writes through a view (INSTEAD OF), it may have been"
                + " done: execute such a statement in a transaction, where that can be known.";
        SQLException error = stopped instanceof SQLTimeoutException ? statementTimeout(message) : cancelled(message);
        error.initCause(stopped);
        return error;
    }

    /** SQLite ended the whole transaction; nothing of it is left. SQLState 40000, retry by running it again. */
    public static SQLTransactionRollbackException transactionGone(String message, @Nullable Throwable cause) {
        return new SQLTransactionRollbackException(message, "40000", 0, cause);
    }

    /** The transaction that several shared is lost, by another's fault or at its commit. SQLState 40001: run it again. */
    public static SQLTransactionRollbackException sharedTransactionLost(SQLException cause) {
        return new SQLTransactionRollbackException(
                "Nothing was committed: the transaction that this one shared its commit with (group-commit) was lost, and all of it"
                        + " was rolled back; run it again. It was lost by: " + cause.getMessage(),
                "40001",
                cause.getErrorCode(),
                cause);
    }

    /** Why a transaction was rolled back that kept those waiting whose commit it shared. SQLState 40001. */
    public static SQLTransactionRollbackException stoodAside() {
        return new SQLTransactionRollbackException(
                "it kept transactions waiting for more than a second that had committed before it and share its commit"
                        + " (group-commit); shorten it, or run it again",
                "40001");
    }

    /** The file is no longer at its path. SQLState 58030. */
    public static SQLNonTransientException fileLost(String message) {
        return new SQLNonTransientException(message, "58030", 10);
    }

    /** The file system refused something, or stands in the way. {@code state} is of class 58. */
    public static SQLNonTransientException fileSystem(String state, String message, @Nullable Throwable cause) {
        return new SQLNonTransientException(message, state, 0, cause);
    }

    /**
     * Translates a result code of SQLite.
     *
     * @param code the extended result code
     * @param message what SQLite said, with the place and lane already added
     */
    public static SQLException ofResultCode(int code, String message, @Nullable Throwable cause) {
        int primary = code & 0xFF;
        return switch (primary) {
            case 19 -> new SQLIntegrityConstraintViolationException(message, constraintState(code), primary, cause);
            case 18 -> new SQLDataException(message, "22001", primary, cause);
            case 20 -> new SQLDataException(message, "22018", primary, cause);
            case 25 -> new SQLDataException(message, "22023", primary, cause);
            case 5, 6, 17 -> new SQLTransactionRollbackException(message, "40001", primary, cause);
            case 9 -> new SQLException(message, "57014", primary, cause);
            case 8 -> new SQLNonTransientException(message, "25006", primary, cause);
            case 13 -> new SQLTransientException(message, "53100", primary, cause);
            case 7 -> new SQLTransientException(message, "53200", primary, cause);
            case 10 -> new SQLNonTransientException(message, "58030", primary, cause);
            case 14 -> new SQLNonTransientConnectionException(message, "08001", primary, cause);
            case 11, 26 -> new SQLNonTransientException(message, "XX001", primary, cause);
            case 3, 23 -> new SQLSyntaxErrorException(message, "42501", primary, cause);
            case 1 -> new SQLSyntaxErrorException(message, genericState(message), primary, cause);
            default -> new SQLNonTransientException(message, "HY000", primary, cause);
        };
    }

    private static String constraintState(int code) {
        return switch (code) {
            case 2067, 1555, 2579 -> "23505"; // UNIQUE, PRIMARYKEY, ROWID
            case 787 -> "23503"; // FOREIGNKEY
            case 1299 -> "23502"; // NOTNULL
            case 275 -> "23514"; // CHECK
            case 3091 -> "22018"; // DATATYPE: a STRICT table refused the value
            default -> "23000";
        };
    }

    /** SQLITE_ERROR carries no finer code: the message is all there is (list in SQLite's parse.y, resolve.c, build.c). */
    private static String genericState(String message) {
        if (message.contains("no such table") || message.contains("no such view")) {
            return "42P01";
        }
        if (message.contains("no such column") || message.contains("has no column named")) {
            return "42703";
        }
        if (message.contains("already exists")) {
            return "42P07";
        }
        if (message.contains("within a transaction") || message.contains("no transaction is active")) {
            return "25000";
        }
        return "42601";
    }
}
