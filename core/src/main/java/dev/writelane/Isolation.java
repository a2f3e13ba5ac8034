package dev.writelane;

import java.sql.Connection;

/** How transactions of a new connection see each other. */
public enum Isolation {
    /** A transaction holds the write lane from its first statement: no lost update, no upgrade. */
    SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE),
    /** Each read sees the latest commit, on a read lane, until the first write takes the write lane. */
    READ_COMMITTED(Connection.TRANSACTION_READ_COMMITTED);

    private final int jdbcLevel;

    Isolation(int jdbcLevel) {
        this.jdbcLevel = jdbcLevel;
    }

    /** The constant of {@link Connection}. */
    public int jdbcLevel() {
        return jdbcLevel;
    }
}
