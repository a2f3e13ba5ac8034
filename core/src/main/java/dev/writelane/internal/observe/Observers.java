package dev.writelane.internal.observe;

import dev.writelane.internal.error.ThreadName;
import dev.writelane.spi.DatabaseObserver;
import dev.writelane.spi.DatabaseObserver.BusyRetry;
import dev.writelane.spi.DatabaseObserver.Checkpoint;
import dev.writelane.spi.DatabaseObserver.Commit;
import dev.writelane.spi.DatabaseObserver.LaneWait;
import dev.writelane.spi.DatabaseObserver.Leak;
import dev.writelane.spi.DatabaseObserver.SlowHolder;
import dev.writelane.spi.DatabaseObserver.WaitOutcome;
import dev.writelane.spi.LaneObserver;
import dev.writelane.spi.LaneObserver.Lease;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is told what happens in one database: registered observers and the flight recorder. Thread-safe.
 *
 * <p>While nobody listens a call is one volatile read and allocates nothing. Nobody is told while a lane or a queue is between two
 * states: a wait is told before its caller enters the queue and after it has left, the end of a lease after the lane is free.
 */
public final class Observers {
    private static final Recorder RECORDER = Recorder.ofThisJava();
    private static final Registered[] NOBODY = {};

    private final String database;
    private volatile Registered[] all = NOBODY;
    /** Those of them that hear of each lease. */
    private volatile Registered[] ofLeases = NOBODY;

    /** Waits for a lane. */
    public interface Waiting<T> {
        @Nullable
        T run() throws SQLException;
    }

    public Observers(String database) {
        this.database = database;
    }

    // ---- who listens ----

    /** Registers an observer once more; however often, it is told each thing once. */
    public synchronized void add(DatabaseObserver observer) {
        List<Registered> now = new ArrayList<>(List.of(all));
        for (Registered one : now) {
            if (one.observer == observer) {
                one.times++;
                return;
            }
        }
        now.add(new Registered(observer));
        set(now);
    }

    /** Takes one registration back. */
    public synchronized void remove(DatabaseObserver observer) {
        List<Registered> now = new ArrayList<>(List.of(all));
        now.removeIf(one -> one.observer == observer && --one.times == 0);
        set(now);
    }

    private void set(List<Registered> now) {
        all = now.toArray(NOBODY);
        ofLeases =
                now.stream().filter(one -> one.observer instanceof LaneObserver).toArray(Registered[]::new);
    }

    private void tell(Consumer<DatabaseObserver> news) {
        for (Registered one : all) {
            one.tell(DatabaseObserver.class, news);
        }
    }

    private void tellOfLease(Consumer<LaneObserver> news) {
        for (Registered one : ofLeases) {
            one.tell(LaneObserver.class, news);
        }
    }

    // ---- leases ----

    public void leased(String lane, Named holder) {
        if (ofLeases.length > 0) {
            String connection = holder.describe();
            tellOfLease(observer -> observer.leased(database, lane, connection));
        }
    }

    /** To be asked before the lane is free; null when nobody wants to know. */
    public @Nullable Lease leaseThatEnds(String lane, Named holder, long takenAt) {
        return ofLeases.length == 0 ? null : new Lease(database, lane, holder.describe(), since(takenAt));
    }

    public void released(@Nullable Lease lease) {
        if (lease != null) {
            tellOfLease(observer -> observer.released(lease));
        }
    }

    // ---- waits ----

    public boolean watchWaits() {
        return all.length > 0 || RECORDER.recordsWaits();
    }

    /** Runs a wait between its two callbacks. */
    public <T> @Nullable T waiting(String lane, Named waiter, @Nullable Named heldBy, Waiting<T> waiting)
            throws SQLException {
        String connection = waiter.describe();
        String holder = heldBy == null ? null : heldBy.describe();
        tell(observer -> observer.waiting(database, lane, connection));
        Recorder.Span<LaneWait> span = RECORDER.beginWait();
        long start = System.nanoTime();
        WaitOutcome outcome = WaitOutcome.FAILED;
        try {
            T got = waiting.run();
            outcome = WaitOutcome.GRANTED;
            return got;
        } catch (SQLException e) {
            outcome = outcome(e);
            throw e;
        } finally {
            LaneWait wait = new LaneWait(database, lane, connection, holder, since(start), outcome);
            if (span != null) {
                span.finish(wait);
            }
            tell(observer -> observer.waited(wait));
        }
    }

    private static WaitOutcome outcome(SQLException e) {
        return switch (String.valueOf(e.getSQLState())) {
            case "55P03" -> WaitOutcome.TIMED_OUT;
            case "57014" -> WaitOutcome.CANCELLED;
            case "08003" -> WaitOutcome.CLOSED;
            default -> WaitOutcome.FAILED;
        };
    }

    // ---- commits ----

    /** A COMMIT that begins now. */
    public Committing committing() {
        Recorder.Span<Commit> span = RECORDER.beginCommit();
        return span == null && all.length == 0 ? Committing.UNSEEN : new Committing(this, span);
    }

    /** A COMMIT that is running; nothing is told of one that fails. */
    public static final class Committing {
        private static final Committing UNSEEN = new Committing(null, null);

        private final @Nullable Observers observers;
        private final Recorder.@Nullable Span<Commit> span;
        private final long start;

        private Committing(@Nullable Observers observers, Recorder.@Nullable Span<Commit> span) {
            this.observers = observers;
            this.span = span;
            this.start = observers == null ? 0 : System.nanoTime();
        }

        /** It succeeded, for so many transactions. */
        public void done(Named by, int members) {
            if (observers == null) {
                return;
            }
            Commit commit = new Commit(observers.database, by.describe(), members, since(start));
            if (span != null) {
                span.finish(commit);
            }
            observers.tell(observer -> observer.committed(commit));
        }
    }

    // ---- checkpoints ----

    /** A checkpoint that begins now. */
    public Checkpointing checkpointing() {
        return new Checkpointing(RECORDER.beginCheckpoint());
    }

    /** A checkpoint that is running. */
    public final class Checkpointing {
        private final Recorder.@Nullable Span<Checkpoint> span;
        private final long start = System.nanoTime();

        private Checkpointing(Recorder.@Nullable Span<Checkpoint> span) {
            this.span = span;
        }

        /**
         * It was tried. Without a write-ahead log, which SQLite says by -1, there was nothing to try.
         *
         * @param mode in SQLite's word, such as {@code truncate}
         * @param busy the first column of SQLite's answer, as it is; not 0 is incomplete
         * @param logPages the second
         * @param movedPages the third
         */
        public void done(String mode, long busy, long logPages, long movedPages) {
            if (logPages < 0) {
                return;
            }
            boolean complete = busy == 0 && logPages == movedPages;
            Checkpoint checkpoint = new Checkpoint(database, mode, since(start), complete, logPages, movedPages);
            if (span != null) {
                span.finish(checkpoint);
            }
            tell(observer -> observer.checkpointed(checkpoint));
        }
    }

    // ---- what should not be ----

    public void busyRetried(long pauseNanos) {
        if (all.length > 0) {
            BusyRetry retry = new BusyRetry(database, Duration.ofNanos(pauseNanos));
            tell(observer -> observer.busyRetried(retry));
        }
    }

    public void heldTooLong(String lane, Named holder, Thread takenBy, long heldNanos) {
        if (all.length > 0 || RECORDER.recordsSlowHolders()) {
            SlowHolder slow = new SlowHolder(
                    database,
                    lane,
                    holder.describe(),
                    ThreadName.alone(takenBy),
                    Duration.ofNanos(heldNanos),
                    holder.obtainedAt());
            if (RECORDER.recordsSlowHolders()) {
                RECORDER.slowHolder(slow);
            }
            tell(observer -> observer.heldTooLong(slow));
        }
    }

    public void reclaimed(String lane, Named lost) {
        if (all.length > 0) {
            Leak leak = new Leak(database, lane, lost.describe(), lost.obtainedAt());
            tell(observer -> observer.reclaimed(leak));
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - start));
    }
}
