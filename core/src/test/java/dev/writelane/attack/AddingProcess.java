package dev.writelane.attack;

import dev.writelane.Ask;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Another process that adds on several threads and looks on one more, and does what its input says, a line for a line: {@code reach n},
 * {@code hold}, {@code commit}, {@code checkpoint}, {@code vacuum}, {@code alter column}, {@code stop}.
 */
final class AddingProcess {
    /** Between two additions of a thread, so that SQLite's own waiting, which is in no order, gets its turn. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Adder adder;
    private final String who;
    private final AtomicInteger added = new AtomicInteger();
    private final AtomicInteger looked = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;
    private volatile Throwable broken;
    private Connection holding;

    private AddingProcess(Adder adder, String who) {
        this.adder = adder;
        this.who = who;
    }

    /** @param arguments file, a policy or {@code stock}, its name, the number of threads */
    public static void main(String[] arguments) throws Exception {
        try (Adder adder = Adder.open(arguments[1], arguments[0])) {
            AddingProcess process = new AddingProcess(adder, arguments[2]);
            process.start(Integer.parseInt(arguments[3]));
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                System.out.println(process.answer(line.split(" ")));
            }
        }
        System.out.println("closed");
    }

    private interface Work {
        void run() throws Exception;
    }

    private void start(int count) {
        for (int i = 0; i < count; i++) {
            int thread = i;
            start(() -> {
                adder.add(who, 1 + (added.get() + thread) % Adder.COUNTERS, thread);
                added.incrementAndGet();
            });
        }
        start(() -> {
            try (Connection connection = adder.connection()) {
                Adder.look(connection);
            }
            looked.incrementAndGet();
        });
    }

    private void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                while (!stopped) {
                    work.run();
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (Throwable e) {
                broken = e;
                e.printStackTrace();
            }
        });
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    private String answer(String[] command) throws Exception {
        try {
            return switch (command[0]) {
                case "reach" -> reach(added.get() + Integer.parseInt(command[1]));
                case "hold" -> hold();
                case "commit" -> commit();
                case "checkpoint" -> checkpoint();
                case "vacuum" -> run("VACUUM");
                case "alter" -> run("ALTER TABLE wide ADD COLUMN " + command[1] + " TEXT DEFAULT '" + command[1] + "'");
                case "stop" -> stop();
                default -> throw new IllegalArgumentException(String.join(" ", command));
            };
        } catch (Exception e) {
            e.printStackTrace();
            return "broken " + e;
        }
    }

    private String reach(int goal) {
        while (added.get() < goal && broken == null) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return broken == null ? "reached" : "broken " + broken;
    }

    /** In an addition that is not committed yet. */
    private String hold() throws Exception {
        holding = adder.connection();
        Ask.script(holding, "BEGIN IMMEDIATE");
        Adder.addTo(holding, who, 1);
        return "holding";
    }

    private String commit() throws Exception {
        Ask.script(holding, "COMMIT");
        holding.close();
        added.incrementAndGet();
        return "committed";
    }

    /** Others' snapshots, or a checkpoint of theirs, may be in the way: that is an answer and no error. */
    private String checkpoint() throws Exception {
        while (!adder.checkpoint()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return "checkpointed";
    }

    private String run(String sql) throws Exception {
        try (Connection connection = adder.connection()) {
            Ask.script(connection, sql);
        }
        return "done";
    }

    /** Lets each thread end what it does. */
    private String stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        return broken == null ? added + " " + looked : "broken " + broken;
    }
}
