package dev.writelane.internal.sql;

/** What a statement does, as far as its lane depends on it. */
public enum SqlKind {
    /** Reads only: SELECT, VALUES, EXPLAIN, pragmas that ask. */
    READ,
    /** Changes rows or the file's own header values. */
    WRITE,
    /** Changes the schema, so column names known so far may be stale. */
    SCHEMA,
    /** Needs the write lane alone, outside of any transaction: VACUUM, a checkpoint. */
    ALONE,
    /** Changes the state of one native connection by a pragma: belongs into the settings. */
    SETTING,
    BEGIN,
    COMMIT,
    ROLLBACK,
    SAVEPOINT,
    RELEASE,
    ROLLBACK_TO,
    /** Never allowed at run time; {@link Sql#refusal()} says why. */
    REFUSED;

    /** Whether statements of this kind need the write lane. */
    public boolean writes() {
        return this == WRITE || this == SCHEMA || this == ALONE;
    }

    /** Whether statements of this kind begin, end or mark a transaction. */
    public boolean controlsTransaction() {
        return ordinal() >= BEGIN.ordinal() && ordinal() <= ROLLBACK_TO.ordinal();
    }
}
