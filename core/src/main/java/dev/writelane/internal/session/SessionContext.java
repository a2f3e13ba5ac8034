package dev.writelane.internal.session;

import dev.writelane.Isolation;
import dev.writelane.Ownership;
import dev.writelane.SnapshotReuse;
import dev.writelane.SqliteConfig;
import dev.writelane.internal.engine.LaneThread;
import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import dev.writelane.internal.observe.CallSite;
import dev.writelane.internal.observe.Named;
import dev.writelane.internal.observe.Observers;
import dev.writelane.internal.observe.PlaceCounts;
import dev.writelane.internal.sql.SqlCache;
import dev.writelane.spi.Extensions;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What all sessions of one database share. Thread-safe. */
public final class SessionContext {
    private final String name;
    private final AccessPolicy policy;
    private final SqlCache sqlCache = new SqlCache();
    private final long acquireTimeoutNanos;
    private final long statementTimeoutNanos;
    private final boolean diagnostics;
    private final Ownership ownership;
    private final Isolation isolation;
    private final LongAdder sessions = new LongAdder();
    private final AtomicLong sessionsNamed = new AtomicLong();
    private final LongAdder rollbacks = new LongAdder();
    private final LongAdder busyRetries = new LongAdder();
    private final LongAdder transactionsLost = new LongAdder();
    private final LongAdder commits = new LongAdder();
    private final GroupSizes groups = new GroupSizes();
    private final LongAdder unwritten = new LongAdder();
    private final PlaceCounts unwrittenByPlace = new PlaceCounts();
    /**
     * Raised after whatever may have changed the file, and before its caller is told, so that an unchanged value means: nothing newer
     * was promised to anybody.
     */
    private final AtomicLong generation = new AtomicLong();
    /** Raised before a COMMIT, from when on it may be seen; see {@link #generationForReading}. */
    private final AtomicLong commitsBegun = new AtomicLong();
    /** Raised after it, whatever became of it. */
    private final AtomicLong commitsEnded = new AtomicLong();
    /** Raised whenever column names known so far may be stale. */
    private final AtomicLong schema = new AtomicLong();

    private final Observers observers;
    private final KeptSnapshots snapshots;
    private final @Nullable LaneSet sharedGate;
    private final DeferredKeys deferredKeys;
    private final ForeignLock foreignLock = new ForeignLock(this);
    private final FileIdentity fileIdentity = new FileIdentity();
    /** Held by whoever checkpoints outside of the gate, so that nobody's checkpoint finds another of this process in its way. */
    private final ReentrantLock checkpointing = new ReentrantLock();
    /** A thread that sleeps until the file may have changed. */
    private volatile @Nullable Thread changeSleeper;

    private final Extensions extensions;
    private final Nesting nesting;
    private final @Nullable BlockingRule blocking;
    private volatile boolean closed;

    public SessionContext(String name, AccessPolicy policy, SqliteConfig config) {
        this.name = name;
        this.policy = policy;
        this.acquireTimeoutNanos = config.acquireTimeout().toNanos();
        this.statementTimeoutNanos = config.statementTimeout().toNanos();
        this.diagnostics = config.diagnostics();
        this.ownership = config.ownership();
        this.isolation = config.isolation();
        this.sharedGate = config.groupCommit() ? policy.sharedGate() : null;
        this.deferredKeys =
                new DeferredKeys(config.foreignKeys(), config.attach().keySet());
        this.snapshots = new KeptSnapshots(policy.separatesReaders() && config.snapshotReuse() != SnapshotReuse.OFF);
        this.observers = new Observers(name);
        policy.queues().forEach(set -> set.observedBy(observers));
        this.extensions = Services.with(config.extensions());
        this.nesting = new Nesting(
                this, extensions.enclosingConnections(), config.policy().hasOneConnection());
        this.blocking = BlockingRule.of(
                config.blockingGuard(), extensions.blockingGuards(), " (blocking-guard: warn or off lifts this.)");
    }

    public Observers observers() {
        return observers;
    }

    /** Those that were given and those on the class path. */
    public Extensions extensions() {
        return extensions;
    }

    public Nesting nesting() {
        return nesting;
    }

    /** What threads may not block, or null when there is nothing to check. */
    @Nullable
    BlockingRule blocking() {
        return blocking;
    }

    public KeptSnapshots snapshots() {
        return snapshots;
    }

    /** The database's path, for messages. */
    public String name() {
        return name;
    }

    public AccessPolicy policy() {
        return policy;
    }

    public SqlCache sqlCache() {
        return sqlCache;
    }

    /** How long an execution may wait for a lane or a lock. */
    long waitNanos(Execution execution) {
        return execution.waitNanos(acquireTimeoutNanos);
    }

    ForeignLock foreignLock() {
        return foreignLock;
    }

    public long acquireTimeoutNanos() {
        return acquireTimeoutNanos;
    }

    /** The default for statements that set no timeout; 0 is none. */
    public long statementTimeoutNanos() {
        return statementTimeoutNanos;
    }

    public boolean diagnostics() {
        return diagnostics;
    }

    Ownership ownership() {
        return ownership;
    }

    Isolation isolation() {
        return isolation;
    }

    void sessionBegins() {
        sessions.increment();
    }

    long nextSessionNumber() {
        return sessionsNamed.incrementAndGet();
    }

    public long commits() {
        return commits.sum();
    }

    /** Moves with everything that may have changed the file; see {@link #mayHaveChanged}. */
    public long generation() {
        return generation.get();
    }

    /**
     * What a snapshot that is taken now may be used again under: as long as it is the same, no read has seen anything newer, by whichever
     * snapshot. {@link Lane#NO_GENERATION} while a COMMIT is on its way: of two snapshots that are taken then, one may show it and the
     * other not, although nobody has been told yet.
     */
    long generationForReading() {
        long ended = commitsEnded.get();
        long begun = commitsBegun.get(); // later: equal numbers mean that at this moment none was on its way
        return ended == begun ? begun + generation.get() : Lane.NO_GENERATION;
    }

    /** To be called before whatever may commit; {@link #commitEnded} follows. */
    public void commitBegins() {
        commitsBegun.incrementAndGet();
    }

    public void commitEnded() {
        commitsEnded.incrementAndGet();
    }

    /** So many transactions that changed something are durable. */
    void committed(int transactions) {
        if (transactions > 0) {
            commits.add(transactions);
            mayHaveChanged();
        }
    }

    /** One physical commit carried so many transactions that changed something; {@link #committed} follows. */
    void groupCommitted(int members) {
        if (members > 0) {
            groups.add(members);
        }
    }

    public GroupSizes groups() {
        return groups;
    }

    /** A transaction that held the write lane has ended without trying to write. */
    void endedWithoutWriting(Named holder) {
        unwritten.increment();
        Throwable place = holder.obtainedAt();
        if (place != null) {
            unwrittenByPlace.count(CallSite.of(place));
        }
    }

    public long unwritten() {
        return unwritten.sum();
    }

    public PlaceCounts unwrittenByPlace() {
        return unwrittenByPlace;
    }

    /** The queue of those who can share a commit; null when commits are not shared. */
    @Nullable
    LaneSet sharedGate() {
        return sharedGate;
    }

    /** Guarded by the lease of the write lane. */
    DeferredKeys deferredKeys() {
        return deferredKeys;
    }

    /** Something may be newer now than what snapshots show; to be called before anybody is told. */
    public void mayHaveChanged() {
        generation.incrementAndGet();
        // Volatile after volatile: a sleeper that has not seen this change is seen here.
        Thread sleeping = changeSleeper;
        if (sleeping != null) {
            LockSupport.unpark(sleeping);
        }
    }

    /** Announces that the calling thread will sleep until {@link #generation} moves, or, with null, that it no longer does. */
    public void changeSleeper(@Nullable Thread thread) {
        changeSleeper = thread;
    }

    public FileIdentity fileIdentity() {
        return fileIdentity;
    }

    public ReentrantLock checkpointing() {
        return checkpointing;
    }

    void rolledBack() {
        rollbacks.increment();
    }

    public long rollbacks() {
        return rollbacks.sum();
    }

    void busyRetried(long pauseNanos) {
        busyRetries.increment();
        observers.busyRetried(pauseNanos);
    }

    public long busyRetries() {
        return busyRetries.sum();
    }

    void transactionLost() {
        transactionsLost.increment();
    }

    public long transactionsLost() {
        return transactionsLost.sum();
    }

    public long connectionsOpened() {
        return sessions.sum();
    }

    public void schemaHasChanged() {
        schema.incrementAndGet();
    }

    /** Makes a lane that was just taken forget statements prepared for an older schema, and what an error may have left open. */
    void freshen(Lane lane) throws SQLException {
        lane.connection().endLeftovers(lane.beginUse());
        if (!lane.keepsTransaction()) {
            lane.connection().recover();
        }
        lane.connection().forSchema(schema.get());
        if (!lane.snapshotOpen()) {
            lane.connection().newSnapshot();
        }
    }

    public boolean isClosed() {
        return closed;
    }

    public void close() {
        closed = true;
    }

    /** Which thread alone makes native calls; null when any may. */
    @Nullable
    LaneThread thread() {
        return policy.thread();
    }

    /** Does work that makes native calls, on the thread that may. */
    void onThread(LaneThread.Task task) throws SQLException {
        LaneThread thread = policy.thread();
        if (thread == null) {
            task.run();
        } else {
            thread.run(task);
        }
    }

    /** The same for work that returns something. */
    <T> T callOnThread(LaneThread.Work<T> work) throws SQLException {
        LaneThread thread = policy.thread();
        return thread == null ? work.run() : thread.call(work);
    }

    /** Ends a lease; a lane that is kept for the checkout only ends its turn to write. */
    void release(Lane lane) {
        if (policy.keepsLane()) {
            policy.endWriting(lane);
        } else {
            policy.release(lane);
        }
    }

    /** Ends the checkout of a lane that was kept. */
    void endCheckout(Lane lane) {
        if (policy.keepsLane()) {
            policy.release(lane);
        }
    }
}
