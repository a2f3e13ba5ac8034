package dev.writelane.benchmarks.contest;

import java.util.concurrent.locks.LockSupport;

/** Where a turn has its time from, in nanoseconds as System.nanoTime() gives them. */
interface Clock {
    Clock SYSTEM = new Clock() {
        @Override
        public long now() {
            return System.nanoTime();
        }

        @Override
        public void sleepUntil(long moment) {
            for (long left = moment - now(); left > 0; left = moment - now()) {
                LockSupport.parkNanos(left);
            }
        }
    };

    long now();

    /** Returns at once when it has passed. */
    void sleepUntil(long moment);
}
