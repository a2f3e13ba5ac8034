package dev.writelane.attack.history;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Cancels statements that happen to run. */
final class Canceller {
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(700);

    private final Tally tally;

    Canceller(Tally tally) {
        this.tally = tally;
    }

    void runWhile(BooleanSupplier wanted) throws SQLException {
        for (int round = 0; wanted.getAsBoolean(); round++) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
            List<Recorder> running = tally.running();
            if (!running.isEmpty()) {
                running.get(round % running.size()).cancel();
            }
        }
    }
}
