package dev.writelane.attack.history;

/**
 * Something that a history should not have.
 *
 * @param found who did what
 */
record Anomaly(Kind kind, String found) {
    /** From the worst to the least; what is found once is not found again as something less. */
    enum Kind {
        /** A version that nobody wrote. */
        GARBAGE,
        /** An acknowledged write that is not there. */
        LOST_WRITE,
        /** Two orders of one list. */
        TWO_ORDERS,
        /** A transaction that does not see its own writes. */
        NOT_OWN_WRITE,
        /** Read of what was rolled back. */
        G1A,
        /** Read of what its writer has overwritten itself. */
        G1B,
        /** A cycle of overwriting alone. */
        G0,
        /** A cycle of overwriting and reading. */
        G1C,
        /** Read, then overwritten by another, then overwritten regardless. */
        LOST_UPDATE,
        /** A cycle with one read of what another overwrote: read skew. */
        G_SINGLE,
        /** A cycle with several of them: write skew. */
        G2,
        /** Serializable, but only in an order that contradicts the clock: stale reads. */
        NOT_REAL_TIME,
        /** A rule of the data that every transaction keeps was seen broken. */
        BROKEN_RULE
    }

    @Override
    public String toString() {
        return kind + ": " + found;
    }
}
