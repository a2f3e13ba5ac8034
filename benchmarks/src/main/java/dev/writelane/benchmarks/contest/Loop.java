package dev.writelane.benchmarks.contest;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What one thread does in a turn: its task, again and again. */
final class Loop {
    private final Task task;
    private final Load load;
    private final int thread;
    private final AtomicLong numbers;
    private final Moments moments;
    private final Clock clock;
    /** Guarded by itself: futures complete on other threads. */
    private final Tally tally;

    private final Semaphore free;

    /** @param numbers the next one of the task, which go on in its next turn */
    Loop(Task task, Load load, int thread, AtomicLong numbers, Moments moments, Clock clock) {
        this.task = task;
        this.load = load;
        this.thread = thread;
        this.numbers = numbers;
        this.moments = moments;
        this.clock = clock;
        this.tally = new Tally(task.items(), load.threads(), moments);
        this.free = new Semaphore(inFlight());
    }

    private int inFlight() {
        return task instanceof Pipelined pipelined ? pipelined.inFlight() : 1;
    }

    /** Returns when all that has begun has ended. */
    Tally run() throws InterruptedException {
        if (load.perSecond() > 0) {
            open();
        } else {
            closed();
        }
        free.acquire(inFlight());
        synchronized (tally) {
            return tally;
        }
    }

    /** Once at least, like the open loop, however late the thread comes; what begins after the end does not count as in time. */
    private void closed() throws InterruptedException {
        free.acquire();
        long begun = clock.now();
        do {
            begin(begun);
            free.acquire();
            begun = clock.now();
        } while (!moments.over(begun));
        free.release();
    }

    /** Never asks less because it has been kept waiting: what is late begins at once, and its latency counts from when it was due. */
    private void open() throws InterruptedException {
        long interval = (long) (1e9 * load.threads() / load.perSecond());
        long due = moments.begin() + interval * thread / load.threads();
        for (; !moments.over(due); due += interval) {
            clock.sleepUntil(due);
            free.acquire();
            begin(due);
        }
    }

    private void begin(long begun) {
        long number = numbers.getAndIncrement();
        try {
            if (task instanceof Pipelined pipelined) {
                pipelined.begin(number).whenComplete((kind, error) -> ended(begun, kind, error));
            } else {
                ended(begun, task.once(number), null);
            }
        } catch (Exception e) {
            ended(begun, null, e);
        }
    }

    private void ended(long begun, @Nullable Kind kind, @Nullable Throwable error) {
        long now = clock.now();
        synchronized (tally) {
            if (kind != null) {
                tally.done(kind, begun, now);
            } else {
                tally.failed(error, begun, now);
            }
        }
        free.release();
    }
}
