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
    private static final String LOST =
            "Nothing was committed: the transaction that this one shared its commit with (group-commit) was lost, and all of it"
                    + " was rolled back; run it again. It was lost by: ";

    private static final int IOERR = 10;
    /** SQLITE_IOERR_FSYNC. */
    private static final int FSYNC = 1034;
    /** SQLITE_IOERR_DIR_FSYNC: the rollback journal is deleted, which commits, but perhaps not for long. */
    private static final int DIR_FSYNC = 1290;

    private static final String UNKNOWN = "08007";
    private static final String CANNOT_KNOW =
            "It cannot be known whether this was committed: it was written and is rolled back here, but the disk failed to make"
                    + " either durable, so that a crash before the next commit could bring it back. Look whether it is there. ";

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

    /**
     * Work tried to end or change the transaction that ends with it. SQLState 25001.
     *
     * @param what what it called
     * @param closure how the work was begun, such as {@code write}
     */
    public static SQLNonTransientException notItsToEnd(String what, String closure) {
        return misuse(
                "25001",
                what + " inside a " + closure + "() closure: its transaction is committed when the closure returns"
                        + " and rolled back when it throws. Use savepoints, or take a connection of dataSource() for transactions by hand.");
    }

    /** Work was cancelled and may execute nothing more. SQLState 57014. */
    public static SQLException closureCancelled(String closure) {
        return cancelled("This " + closure + "() was cancelled: its closure may execute nothing more.");
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
    public static SQLException sharedTransactionLost(SQLException lostBy) {
        SQLException cause = lostBy;
        if (isOutcomeUnknown(cause)) {
            return outcomeUnknown(String.valueOf(cause.getMessage()), cause.getErrorCode(), cause);
        }
        // What is told to one member comes to others as their cause: each is to hear the first one, once.
        while (String.valueOf(cause.getMessage()).startsWith(LOST) && cause.getCause() instanceof SQLException first) {
            cause = first;
        }
        return new SQLTransactionRollbackException(LOST + cause.getMessage(), "40001", cause.getErrorCode(), cause);
    }

    public static boolean isOutcomeUnknown(SQLException error) {
        return UNKNOWN.equals(error.getSQLState());
    }

    /** An error such as a stack overflow came out of the midst of a COMMIT after which no transaction was open. SQLState 08007. */
    public static SQLException commitCutShort(Throwable cause) {
        return new SQLNonTransientConnectionException(
                "It cannot be known whether this was committed: "
                        + cause.getClass().getName() + " ended its COMMIT in the midst. Look whether it is there.",
                UNKNOWN,
                cause);
    }

    /** The disk failed while what was written was made durable, so that only a crash could bring it back. SQLState 08007. */
    private static SQLException outcomeUnknown(String message, int code, @Nullable Throwable cause) {
        return new SQLNonTransientConnectionException(
                message.startsWith(CANNOT_KNOW) ? message : CANNOT_KNOW + message, UNKNOWN, code, cause);
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

    /** The result code of what commits nothing: a failed sync leaves no doubt then, and is an I/O error like any other. */
    public static int withoutCommit(int code) {
        return code == FSYNC || code == DIR_FSYNC ? IOERR : code;
    }

    /**
     * Translates a result code of SQLite.
     *
     * @param code the extended result code
     * @param said what SQLite said, with the place and lane already added
     */
    public static SQLException ofResultCode(int code, String said, @Nullable Throwable cause) {
        int primary = code & 0xFF;
        String message = said + Remedies.of(code);
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
            case IOERR ->
                switch (code) {
                    case FSYNC, DIR_FSYNC -> outcomeUnknown(message, primary, cause);
                    case Remedies.SHARED_MEMORY_SIZE -> new SQLTransientException(message, "53100", primary, cause);
                    default -> new SQLNonTransientException(message, "58030", primary, cause);
                };
            case 14 -> new SQLNonTransientException(message, "58030", primary, cause); // at opening: see open()
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
