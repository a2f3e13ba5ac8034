package dev.writelane.internal.observe;

import dev.writelane.spi.DatabaseObserver.Checkpoint;
import dev.writelane.spi.DatabaseObserver.Commit;
import dev.writelane.spi.DatabaseObserver.LaneWait;
import dev.writelane.spi.DatabaseObserver.SlowHolder;
import org.jspecify.annotations.Nullable;

/** The flight recorder, or nothing where Java comes without one. Each question is a few instructions while nothing is recorded. */
interface Recorder {
    /** Something that takes time and has begun. */
    interface Span<T> {
        void finish(T facts);
    }

    /** Null unless waits are being recorded; so with the others. */
    @Nullable
    Span<LaneWait> beginWait();

    @Nullable
    Span<Commit> beginCommit();

    @Nullable
    Span<Checkpoint> beginCheckpoint();

    boolean recordsWaits();

    boolean recordsSlowHolders();

    void slowHolder(SlowHolder holder);

    /** The class with the events refers to jdk.jfr and is loaded only where that is. */
    static Recorder ofThisJava() {
        return ModuleLayer.boot().findModule("jdk.jfr").isPresent() ? new JfrRecorder() : new None();
    }

    /** For a Java without jdk.jfr. */
    final class None implements Recorder {
        @Override
        public @Nullable Span<LaneWait> beginWait() {
            return null;
        }

        @Override
        public @Nullable Span<Commit> beginCommit() {
            return null;
        }

        @Override
        public @Nullable Span<Checkpoint> beginCheckpoint() {
            return null;
        }

        @Override
        public boolean recordsWaits() {
            return false;
        }

        @Override
        public boolean recordsSlowHolders() {
            return false;
        }

        @Override
        public void slowHolder(SlowHolder holder) {
            // Nobody records.
        }
    }
}
