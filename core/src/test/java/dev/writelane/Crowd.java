package dev.writelane;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;

/** Runs the same work on many threads that start together; what any of them threw fails the caller. */
public final class Crowd {
    public interface Work {
        void run(int thread) throws Exception;
    }

    private Crowd() {}

    public static void run(int threads, Work work) throws InterruptedException {
        run(ThreadKind.PLATFORM, threads, work);
    }

    public static void run(ThreadKind kind, int threads, Work work) throws InterruptedException {
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Thread> crowd = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            Thread thread = kind.unstarted("crowd-" + number, () -> {
                try {
                    start.await();
                    work.run(number);
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            crowd.add(thread);
            thread.start();
        }
        for (Thread thread : crowd) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            AssertionError error = new AssertionError(
                    failures.size() + " of " + threads + " threads failed, the first of them thus: " + failures.peek());
            failures.forEach(error::addSuppressed);
            throw error;
        }
    }
}
