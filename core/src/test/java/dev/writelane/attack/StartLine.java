package dev.writelane.attack;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * Where two racers wait for each other, so that they come to the point at the same moment. Not for long: the machine may have no
 * processor for one of them.
 */
public final class StartLine {
    private static final AtomicIntegerFieldUpdater<StartLine> ARRIVED =
            AtomicIntegerFieldUpdater.newUpdater(StartLine.class, "arrived");
    private static final int PATIENCE = 500;

    private volatile int arrived;

    public void meet() {
        ARRIVED.incrementAndGet(this);
        for (int i = 0; arrived < 2 && i < PATIENCE; i++) {
            Thread.onSpinWait();
        }
    }
}
