package dev.writelane.attack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The running checksum of a write-ahead log (sqlite.org/fileformat2.html#checksum_algorithm). */
final class LogChecksum {
    /** How many a checksum takes, at the end of each header. */
    static final int BYTES = 8;
    /** The first word of a log whose checksums are of big-endian words. */
    private static final int MAGIC_OF_BIG_ENDIAN = 0x377f0683;

    private final ByteBuffer log;
    private final ByteOrder order;
    private int first;
    private int second;

    /** @param log in big-endian order, as its headers are written */
    LogChecksum(ByteBuffer log) {
        this.log = log;
        this.order = log.getInt(0) == MAGIC_OF_BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    void add(int from, int length) {
        ByteBuffer words = log.duplicate().order(order);
        for (int at = from; at < from + length; at += BYTES) {
            first += words.getInt(at) + second;
            second += words.getInt(at + Integer.BYTES) + first;
        }
    }

    /** Whether it is the one that is written there. */
    boolean isAt(int place) {
        return log.getInt(place) == first && log.getInt(place + Integer.BYTES) == second;
    }
}
