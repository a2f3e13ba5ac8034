package dev.writelane.benchmarks.contest;

import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs turns of one work at one load: in each, all threads do their task from a common beginning to a common end. Tasks stay from turn to
 * turn, and so do connections that are a thread's own: to open them anew would have each turn begin with empty caches and an unread schema,
 * which pools are spared.
 */
final class TurnRun implements AutoCloseable {
    private final Work work;
    private final int rows;
    private final Load load;
    private final List<Task> tasks = new ArrayList<>();
    /** The next one of each task. */
    private final List<AtomicLong> numbers = new ArrayList<>();

    private TurnRun(Command.Take turn) {
        work = turn.work();
        rows = turn.rows();
        load = turn.load();
    }

    /** For turns like this one. The threads are spread over the databases. */
    static TurnRun of(List<OpenRival> databases, Command.Take turn) throws SQLException {
        TurnRun run = new TurnRun(turn);
        try {
            for (int i = 0; i < run.load.threads(); i++) {
                OpenRival database = databases.get(i % databases.size());
                run.tasks.add(run.work.task(database, run.rows, i, run.load.threads()));
                run.numbers.add(new AtomicLong());
            }
            return run;
        } catch (SQLException | RuntimeException | Error e) {
            run.closeAfter(e);
            throw e;
        }
    }

    boolean isFor(Command.Take turn) {
        return work.equals(turn.work()) && rows == turn.rows() && load.equals(turn.load());
    }

    Turn run(Command.Take turn) throws InterruptedException, ExecutionException {
        ThreadFactory threads = load.virtual() ? VirtualThreads.factory() : Thread::new;
        CountDownLatch ready = new CountDownLatch(tasks.size());
        CompletableFuture<Moments> go = new CompletableFuture<>();
        List<FutureTask<Tally>> running = new ArrayList<>();
        List<Thread> started = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            Task task = tasks.get(i);
            AtomicLong ownNumbers = numbers.get(i);
            int thread = i;
            FutureTask<Tally> run = new FutureTask<>(() -> {
                ready.countDown();
                return new Loop(task, load, thread, ownNumbers, go.get(), Clock.SYSTEM).run();
            });
            running.add(run);
            Thread runner = threads.newThread(run);
            runner.start();
            started.add(runner);
        }
        ready.await();
        long begin = Clock.SYSTEM.now();
        long from = begin + turn.settle().toNanos();
        Moments moments = new Moments(begin, from, from + turn.time().toNanos());
        go.complete(moments);
        double cpuSeconds = cpuSeconds(moments);
        for (Thread thread : started) {
            thread.join();
        }
        List<Tally> tallies = new ArrayList<>();
        for (FutureTask<Tally> run : running) {
            tallies.add(run.get());
        }
        return Tally.turn(tallies, turn.time().toNanos() / 1e9, cpuSeconds);
    }

    /** All of them, whatever one of them throws. */
    @Override
    public void close() throws SQLException {
        SQLException failure = null;
        for (Task task : tasks) {
            try {
                task.close();
            } catch (SQLException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        tasks.clear();
        if (failure != null) {
            throw failure;
        }
    }

    private void closeAfter(Throwable reason) {
        try {
            close();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    /** This thread may wake late while the others are busy: what it saw is stretched or shrunk to the time that counts. */
    private static double cpuSeconds(Moments moments) {
        Clock.SYSTEM.sleepUntil(moments.from());
        long from = Clock.SYSTEM.now();
        long cpuNanos = cpuNanos();
        Clock.SYSTEM.sleepUntil(moments.end());
        cpuNanos = cpuNanos() - cpuNanos;
        double seen = Math.max(1, Clock.SYSTEM.now() - from);
        return cpuNanos / 1e9 * (moments.end() - moments.from()) / seen;
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }
}
