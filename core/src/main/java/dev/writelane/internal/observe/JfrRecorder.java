package dev.writelane.internal.observe;

import dev.writelane.spi.DatabaseObserver.Checkpoint;
import dev.writelane.spi.DatabaseObserver.Commit;
import dev.writelane.spi.DatabaseObserver.LaneWait;
import dev.writelane.spi.DatabaseObserver.SlowHolder;
import java.util.Locale;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * The events of JDK Flight Recorder. Waits and commits have a threshold, so that a recording with the defaults costs nothing to
 * speak of; a recording may lower it.
 */
final class JfrRecorder implements Recorder {
    /** Never recorded: they are asked whether their kind is, before one is made. */
    private static final LaneWaitEvent WAIT = new LaneWaitEvent();

    private static final CommitEvent COMMIT = new CommitEvent();
    private static final CheckpointEvent CHECKPOINT = new CheckpointEvent();
    private static final SlowHolderEvent SLOW_HOLDER = new SlowHolderEvent();

    @Override
    public boolean recordsWaits() {
        return WAIT.isEnabled();
    }

    @Override
    public boolean recordsSlowHolders() {
        return SLOW_HOLDER.isEnabled();
    }

    @Override
    public @Nullable Span<LaneWait> beginWait() {
        if (!WAIT.isEnabled()) {
            return null;
        }
        LaneWaitEvent event = new LaneWaitEvent();
        event.begin();
        return event;
    }

    @Override
    public @Nullable Span<Commit> beginCommit() {
        if (!COMMIT.isEnabled()) {
            return null;
        }
        CommitEvent event = new CommitEvent();
        event.begin();
        return event;
    }

    @Override
    public @Nullable Span<Checkpoint> beginCheckpoint() {
        if (!CHECKPOINT.isEnabled()) {
            return null;
        }
        CheckpointEvent event = new CheckpointEvent();
        event.begin();
        return event;
    }

    @Override
    public void slowHolder(SlowHolder holder) {
        SlowHolderEvent event = new SlowHolderEvent();
        event.database = holder.database();
        event.lane = holder.lane();
        event.holder = holder.connection();
        event.takenBy = holder.thread();
        event.held = holder.held().toNanos();
        Throwable place = holder.obtainedAt();
        event.obtainedAt = place == null ? null : CallSite.of(place);
        event.commit();
    }

    @Name("dev.writelane.LaneWait")
    @Label("Lane Wait")
    @Category("Writelane")
    @Description("A statement waited for a lane; the event's thread is the one that waited")
    @Threshold("10 ms")
    @StackTrace
    static final class LaneWaitEvent extends Event implements Span<LaneWait> {
        @Label("Database")
        @Nullable
        String database;

        @Label("Lane")
        @Description("The kind of lane: write or read")
        @Nullable
        String lane;

        @Label("Connection")
        @Description("Who waited")
        @Nullable
        String connection;

        @Label("Held By")
        @Description("Who held the lane when the wait began")
        @Nullable
        String heldBy;

        @Label("Outcome")
        @Nullable
        String outcome;

        @Override
        public void finish(LaneWait wait) {
            end();
            if (shouldCommit()) {
                database = wait.database();
                lane = wait.lane();
                connection = wait.connection();
                heldBy = wait.heldBy();
                outcome = wait.outcome().name().toLowerCase(Locale.ROOT);
                commit();
            }
        }
    }

    @Name("dev.writelane.Commit")
    @Label("Commit")
    @Category("Writelane")
    @Description("One physical commit")
    @Threshold("10 ms")
    @StackTrace(false)
    static final class CommitEvent extends Event implements Span<Commit> {
        @Label("Database")
        @Nullable
        String database;

        @Label("Connection")
        @Description("Who ran it")
        @Nullable
        String connection;

        @Label("Members")
        @Description("How many transactions it carried")
        int members;

        @Override
        public void finish(Commit commit) {
            end();
            if (shouldCommit()) {
                database = commit.database();
                connection = commit.connection();
                members = commit.members();
                commit();
            }
        }
    }

    @Name("dev.writelane.Checkpoint")
    @Label("Checkpoint")
    @Category("Writelane")
    @Description("Pages of the write-ahead log were moved into the database file")
    @StackTrace(false)
    static final class CheckpointEvent extends Event implements Span<Checkpoint> {
        @Label("Database")
        @Nullable
        String database;

        @Label("Mode")
        @Nullable
        String mode;

        @Label("Complete")
        @Description("Whether nothing kept it from its end")
        boolean complete;

        @Label("Log Pages")
        @Description("Pages in the write-ahead log afterwards")
        long logPages;

        @Label("Moved Pages")
        @Description("How many of them are in the database file")
        long movedPages;

        @Override
        public void finish(Checkpoint checkpoint) {
            end();
            if (shouldCommit()) {
                database = checkpoint.database();
                mode = checkpoint.mode();
                complete = checkpoint.complete();
                logPages = checkpoint.logPages();
                movedPages = checkpoint.movedPages();
                commit();
            }
        }
    }

    @Name("dev.writelane.SlowHolder")
    @Label("Slow Holder")
    @Category("Writelane")
    @Description("A lane has been held longer than hold-warning; recorded once for each lease, by the watching thread")
    @StackTrace(false)
    static final class SlowHolderEvent extends Event {
        @Label("Database")
        @Nullable
        String database;

        @Label("Lane")
        @Description("The lane's name")
        @Nullable
        String lane;

        @Label("Holder")
        @Nullable
        String holder;

        @Label("Taken By")
        @Description("The thread that took the lane")
        @Nullable
        String takenBy;

        @Label("Held")
        @Timespan
        long held;

        @Label("Obtained At")
        @Description("Where the connection was obtained, when diagnostics are on")
        @Nullable
        String obtainedAt;
    }
}
