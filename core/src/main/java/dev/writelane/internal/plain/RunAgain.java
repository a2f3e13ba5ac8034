package dev.writelane.internal.plain;

import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;

/** Reports "run it again" as the lanes do, whatever the driver says. */
final class RunAgain {
    static final String STATE = "40001";

    private RunAgain() {}

    static boolean isAskedBy(SQLException error) {
        String state = error.getSQLState();
        return STATE.equals(state) || "40P01".equals(state); // the second is PostgreSQL's deadlock
    }

    /** The error itself, or what stands for it. */
    static SQLException of(SQLException error) {
        if (!isAskedBy(error)
                || error instanceof SQLTransactionRollbackException && STATE.equals(error.getSQLState())) {
            return error;
        }
        return new SQLTransactionRollbackException(
                "The database rolled this transaction back because of others at the same time; run it again. It says: "
                        + error.getMessage(),
                STATE,
                error.getErrorCode(),
                error);
    }
}
