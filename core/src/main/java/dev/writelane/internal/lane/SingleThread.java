package dev.writelane.internal.lane;

import dev.writelane.internal.engine.LaneThread;
import java.util.List;

/**
 * One native connection that one dedicated thread alone opens, uses and closes; callers hand their statements to it. The strictest
 * confinement, and the only one for a library compiled without mutexes.
 */
public final class SingleThread extends KeptLanes {
    private final LaneThread thread;

    public SingleThread(Lane lane, LaneThread thread) {
        super("single-thread", "only", List.of(lane));
        this.thread = thread;
    }

    @Override
    public LaneThread thread() {
        return thread;
    }
}
