package dev.writelane.internal.lane;

import dev.writelane.internal.engine.NativeConnection;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One native connection and who holds the lease of it. Having won {@link #tryTake} is the lease; it is the only way to the
 * native connection, and passing it on happens-before the next holder's use.
 */
public final class Lane {
    private static final VarHandle HOLDER;
    private static final VarHandle TAKEN_BY;
    private static final VarHandle TAKEN_AT;
    private static final VarHandle SNAPSHOTS_REUSED;
    private static final VarHandle READS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HOLDER = lookup.findVarHandle(Lane.class, "holder", Holder.class);
            TAKEN_BY = lookup.findVarHandle(Lane.class, "takenBy", Thread.class);
            TAKEN_AT = lookup.findVarHandle(Lane.class, "takenAt", long.class);
            READS = lookup.findVarHandle(Lane.class, "reads", long.class);
            SNAPSHOTS_REUSED = lookup.findVarHandle(Lane.class, "snapshotsReused", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Of a snapshot that may be used once, because nobody can say what it shows; equal to none. */
    public static final long NO_GENERATION = -1;

    private final String name;
    private final @Nullable NativeConnection connection;
    /** Guarded by the lease: the turn to write that its holder has, where lanes that can write take turns. */
    private @Nullable Lane turn;

    private volatile @Nullable Holder holder;
    /**
     * Written by the holder just after it took the lane. takenAt is written last when a lease begins and becomes 0 first when it ends,
     * so whoever finds the same takenAt twice has read one lease in between; see {@link #held()}.
     */
    private @Nullable Thread takenBy;

    private long takenAt;

    /** The shared transaction that is open on it; written under the lease, read by its members without it. */
    private volatile @Nullable Group group;
    /** Guarded by the lease. */
    private boolean firstUse;

    /** Guarded by the lease: how many open cursors share it, and which generation of the data when it was taken. */
    private int uses;

    private long generationWhenTaken;

    /** Whether a kept snapshot's transaction is open; written under the lease, read by the sweep without it. */
    private volatile boolean snapshotOpen;
    /** Guarded by the lease: which generation of the data the kept snapshot has at least, and since when it is open. */
    private long snapshotGeneration;

    private long snapshotAt;
    /** Guarded by the lease: whether an error may have ended the kept snapshot's transaction. */
    private boolean snapshotDoubtful;
    /** Since when newcomers may take it past the queue. Written by the holder, read by the first in the queue. */
    private volatile long turnSince = System.nanoTime();
    /** Written under the lease without a fence; status() may see it late. */
    private long snapshotsReused;

    private long reads;

    public Lane(String name, NativeConnection connection) {
        this.name = name;
        this.connection = connection;
    }

    private Lane(String name) {
        this.name = name;
        this.connection = null;
    }

    /** No lane of its own, but the turn to write of those that have one. */
    static Lane turnTo(String name) {
        return new Lane(name);
    }

    boolean tryTake(Holder candidate) {
        if (holder != null || !HOLDER.compareAndSet(this, null, candidate)) {
            return false;
        }
        firstUse = true;
        TAKEN_BY.setRelease(this, Thread.currentThread());
        TAKEN_AT.setRelease(this, System.nanoTime() | 1); // never 0, which is nobody's
        return true;
    }

    /** Whether this lease is used for the first time, so that nothing can be in use on it yet. */
    public boolean beginUse() {
        boolean first = firstUse;
        firstUse = false;
        return first;
    }

    /** Passes it on to a waiter, with everything that is open on it. */
    void handOver(Holder next, Thread thread) {
        TAKEN_AT.setRelease(this, 0L);
        TAKEN_BY.setRelease(this, thread);
        holder = next;
        TAKEN_AT.setRelease(this, System.nanoTime() | 1);
    }

    void free() {
        TAKEN_AT.setRelease(this, 0L);
        TAKEN_BY.setRelease(this, null);
        holder = null;
    }

    /**
     * Who holds a lane.
     *
     * @param holder who
     * @param thread the thread that took it
     * @param since in System.nanoTime()
     */
    public record Held(Holder holder, Thread thread, long since) {}

    /** The lease at this moment, of one piece; null while the lane is free, being taken or being given back. */
    public @Nullable Held held() {
        while (true) {
            long since = (long) TAKEN_AT.getAcquire(this);
            if (since == 0) {
                return null;
            }
            Thread thread = (Thread) TAKEN_BY.getAcquire(this);
            Holder by = (Holder) HOLDER.getAcquire(this);
            if ((long) TAKEN_AT.getAcquire(this) == since && thread != null && by != null) {
                return new Held(by, thread, since);
            }
            Thread.onSpinWait();
        }
    }

    /** In System.nanoTime(). */
    long turnSince() {
        return turnSince;
    }

    void beginTurn(long now) {
        turnSince = now;
    }

    public String name() {
        return name;
    }

    /** The native connection; only for the holder. */
    public NativeConnection connection() {
        if (connection == null) {
            throw new IllegalStateException("the turn " + name + " has no connection");
        }
        return connection;
    }

    boolean isTurn() {
        return connection == null;
    }

    @Nullable
    Lane turn() {
        return turn;
    }

    void turn(@Nullable Lane held) {
        turn = held;
    }

    public @Nullable Holder holder() {
        return holder;
    }

    public @Nullable Thread takenBy() {
        return (Thread) TAKEN_BY.getOpaque(this);
    }

    /** In System.nanoTime(); only meaningful while there is a holder. */
    public long takenAt() {
        return (long) TAKEN_AT.getOpaque(this);
    }

    /** The shared transaction that is open on it, with members that wait for its commit. */
    public @Nullable Group group() {
        return group;
    }

    public void group(@Nullable Group open) {
        connection().shared(open != null);
        group = open;
    }

    /** One cursor more uses this lease. */
    public void use() {
        uses++;
    }

    /** One cursor less; true when it was the last. */
    public boolean unuse() {
        return --uses == 0;
    }

    /** Nobody uses it any more, whatever was counted. */
    void forgetUses() {
        uses = 0;
        snapshotOpen = false;
    }

    /** The generation of the data when the lease began: while it has not moved, the snapshot is the latest. */
    public long generationWhenTaken() {
        return generationWhenTaken;
    }

    public void generationWhenTaken(long generation) {
        generationWhenTaken = generation;
    }

    public boolean snapshotOpen() {
        return snapshotOpen;
    }

    /** Whether a transaction is meant to be open on it when it is taken: a kept snapshot, or one that others share. */
    public boolean keepsTransaction() {
        return snapshotOpen || group != null;
    }

    public void openSnapshot(long generation) {
        snapshotGeneration = generation;
        snapshotAt = takenAt();
        snapshotOpen = true;
    }

    public void closeSnapshot() {
        snapshotOpen = false;
        snapshotDoubtful = false;
    }

    public void doubtSnapshot() {
        snapshotDoubtful = snapshotOpen;
    }

    public boolean snapshotDoubtful() {
        return snapshotDoubtful;
    }

    public long snapshotGeneration() {
        return snapshotGeneration;
    }

    /** In System.nanoTime(); not later than the snapshot itself. */
    public long snapshotAt() {
        return snapshotAt;
    }

    /** A reading statement was executed on it. */
    public void readDone() {
        READS.setOpaque(this, reads + 1);
    }

    public long reads() {
        return (long) READS.getOpaque(this);
    }

    public void snapshotReused() {
        SNAPSHOTS_REUSED.setOpaque(this, snapshotsReused + 1);
    }

    public long snapshotsReused() {
        return (long) SNAPSHOTS_REUSED.getOpaque(this);
    }
}
