package dev.writelane.attack.history;

/** A version of a key is named by the transaction that wrote it and by which of its writes that was, from 1 on. */
final class Version {
    /** What every key has at first. */
    static final long INITIAL = 0;
    /** Of a write that was not told what it overwrote. */
    static final long UNKNOWN = -1;

    private static final int WRITES_BITS = 8;

    private Version() {}

    static long of(long transaction, int write) {
        if (transaction < 1 || write < 1 || write >= 1 << WRITES_BITS) {
            throw new IllegalArgumentException("write " + write + " of transaction " + transaction);
        }
        return transaction << WRITES_BITS | write;
    }

    static long writer(long version) {
        return version >> WRITES_BITS;
    }

    static String name(long version) {
        return version == INITIAL ? "0" : writer(version) + "." + (version & (1 << WRITES_BITS) - 1);
    }
}
