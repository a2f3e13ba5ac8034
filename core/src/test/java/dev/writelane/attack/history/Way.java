package dev.writelane.attack.history;

import java.sql.Connection;

/** How a client runs a transaction, and what it is promised for that. */
enum Way {
    AUTOCOMMIT(Level.SERIALIZABLE),
    READ_UNCOMMITTED(Level.READ_COMMITTED, Connection.TRANSACTION_READ_UNCOMMITTED),
    READ_COMMITTED(Level.READ_COMMITTED, Connection.TRANSACTION_READ_COMMITTED),
    REPEATABLE_READ(Level.SERIALIZABLE, Connection.TRANSACTION_REPEATABLE_READ),
    SERIALIZABLE(Level.SERIALIZABLE, Connection.TRANSACTION_SERIALIZABLE),
    READ_ONLY(Level.SERIALIZABLE, Connection.TRANSACTION_SERIALIZABLE),
    WRITE_CLOSURE(Level.SERIALIZABLE),
    READ_CLOSURE(Level.SERIALIZABLE),
    WRITE_ASYNC(Level.SERIALIZABLE),
    READ_ASYNC(Level.SERIALIZABLE);

    private final Level promised;
    private final int isolation;

    Way(Level promised) {
        this(promised, Connection.TRANSACTION_NONE);
    }

    Way(Level promised, int isolation) {
        this.promised = promised;
        this.isolation = isolation;
    }

    Level promised() {
        return promised;
    }

    boolean onlyReads() {
        return this == READ_ONLY || this == READ_CLOSURE || this == READ_ASYNC;
    }

    /** The level to be asked of a connection, or {@link Connection#TRANSACTION_NONE} if it is no transaction by plain JDBC. */
    int isolation() {
        return isolation;
    }
}
