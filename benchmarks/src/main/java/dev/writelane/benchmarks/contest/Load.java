package dev.writelane.benchmarks.contest;

import dev.writelane.Synchronous;
import java.io.Serializable;

/**
 * Who asks, and how hard.
 *
 * @param virtual whether the threads are virtual ones (JDK 21 and later)
 * @param perSecond how many operations are to begin each second, of all threads together (an open loop: latencies count from the moment
 *     at which an operation was due); 0 for each as soon as the one before it has ended (a closed loop)
 */
public record Load(Synchronous synchronous, int threads, boolean virtual, double perSecond) implements Serializable {
    private static final long serialVersionUID = 1;

    public static Load of(Synchronous synchronous, int threads) {
        return new Load(synchronous, threads, false, 0);
    }

    public Load onVirtualThreads() {
        return new Load(synchronous, threads, true, perSecond);
    }

    public Load at(double perSecond) {
        return new Load(synchronous, threads, virtual, perSecond);
    }
}
