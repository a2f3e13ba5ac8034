package dev.writelane.attack;

import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;

/**
 * Another process that writes {@link Entry} after entry until it is killed. Behind each commit that returned it says {@code committed
 * <thread> <number>}, behind each that failed {@code failed <thread> <number>}: one write to the pipe, buffered nowhere in the process.
 */
final class KilledWriter {
    /** How it writes. */
    enum Way {
        /** Two threads, JDBC transactions of several rows. */
        TRANSACTIONS(2),
        /** Two threads, a batch or a statement of several rows in autocommit. */
        AUTOCOMMIT(2),
        /** Many threads of both kinds, which share their commits where the policy can. */
        MANY(10),
        /** One thread that does not wait for its futures. */
        ASYNC(1),
        /** One thread, JDBC transactions: their order in the file is that of their numbers. */
        IN_ORDER(1);

        final int threads;

        Way(int threads) {
            this.threads = threads;
        }

        /** How many entries may be on their way at a time. */
        int inFlight() {
            return this == ASYNC ? IN_FLIGHT : threads;
        }
    }

    /** What it does beside writing, so that it is killed in the midst of that. */
    enum Habit {
        WRITES,
        /** A thread of its own does nothing but TRUNCATE checkpoints. */
        CHECKPOINTS,
        /** Opens and closes the database around each few entries. */
        OPENS_AND_CLOSES
    }

    static final int BETWEEN_CLOSES = 3;
    private static final int IN_FLIGHT = 64;
    private static final Set<String> CANNOT_KNOW = Set.of("08007", "40003");

    private final FileOutputStream output = new FileOutputStream(FileDescriptor.out);
    private final int life;
    private final Way way;

    private KilledWriter(int life, Way way) {
        this.life = life;
        this.way = way;
    }

    /** @param arguments url, life, way, habit, and settings as key=value */
    public static void main(String[] arguments) throws Exception {
        SqliteConfig.Builder settings = SqliteConfig.builder(arguments[0]);
        for (int i = 4; i < arguments.length; i++) {
            String[] setting = arguments[i].split("=", 2);
            settings.put(setting[0], setting[1]);
        }
        KilledWriter writer = new KilledWriter(Integer.parseInt(arguments[1]), Way.valueOf(arguments[2]));
        try {
            writer.run(settings.build(), Habit.valueOf(arguments[3]));
        } catch (Throwable e) {
            writer.broken(e);
        }
    }

    private void run(SqliteConfig config, Habit habit) throws Exception {
        say("opening");
        for (int first = 0; ; first += BETWEEN_CLOSES) {
            try (SqliteDatabase db = SqliteDatabase.open(config)) {
                Entry.createTables(db.dataSource());
                say("open");
                if (habit == Habit.CHECKPOINTS) {
                    start(() -> {
                        while (true) {
                            db.checkpoint();
                        }
                    });
                }
                write(db, first, habit == Habit.OPENS_AND_CLOSES ? first + BETWEEN_CLOSES : Integer.MAX_VALUE);
            }
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private Thread start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Throwable e) {
                broken(e);
            }
        });
        thread.start();
        return thread;
    }

    private void broken(Throwable e) {
        say("broken " + e.toString().replace('\n', ' '));
        e.printStackTrace();
        Runtime.getRuntime().halt(1);
    }

    private void say(String line) {
        try {
            output.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            Runtime.getRuntime().halt(2); // nobody listens
        }
    }

    private void write(SqliteDatabase db, int first, int end) throws Exception {
        if (way == Way.ASYNC) {
            writeAsync(db, first, end);
            return;
        }
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < way.threads; i++) {
            int thread = i;
            threads.add(start(() -> {
                for (int number = first; number < end; number++) {
                    write(db, new Entry(life, thread, number));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void write(SqliteDatabase db, Entry entry) throws SQLException {
        boolean committed = false;
        try (Connection connection = db.dataSource().getConnection()) {
            if (way == Way.AUTOCOMMIT || way == Way.MANY && entry.thread() % 2 == 0) {
                entry.insertAtOnce(connection);
                committed = true;
            } else {
                committed = inTransaction(connection, entry);
            }
        } catch (SQLException e) {
            told(entry, e);
            return;
        }
        say((committed ? "committed " : "failed ") + entry.thread() + " " + entry.number());
    }

    private static boolean inTransaction(Connection connection, Entry entry) throws SQLException {
        connection.setAutoCommit(false);
        entry.insertEach(connection); // what fails here is rolled back by close()
        if (entry.mustFail()) {
            connection.rollback();
            return false;
        }
        connection.commit();
        return true;
    }

    private void told(Entry entry, Throwable failure) {
        if (!entry.mustFail()) {
            broken(failure);
        } else if (!(failure instanceof SQLException e) || !CANNOT_KNOW.contains(e.getSQLState())) {
            say("failed " + entry.thread() + " " + entry.number());
        }
    }

    private void writeAsync(SqliteDatabase db, int first, int end) throws InterruptedException {
        Semaphore free = new Semaphore(IN_FLIGHT);
        for (int number = first; number < end; number++) {
            Entry entry = new Entry(life, 0, number);
            free.acquire();
            db.writeAsync(connection -> {
                        entry.insertEach(connection);
                        if (entry.mustFail()) {
                            throw new SQLException("not wanted", "45000");
                        }
                        return entry;
                    })
                    .whenComplete((done, failure) -> {
                        if (failure == null) {
                            say("committed " + entry.thread() + " " + entry.number());
                        } else {
                            told(entry, failure instanceof CompletionException ? failure.getCause() : failure);
                        }
                        free.release();
                    });
        }
        free.acquire(IN_FLIGHT);
    }
}
