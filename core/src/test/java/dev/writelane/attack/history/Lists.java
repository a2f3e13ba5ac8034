package dev.writelane.attack.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Appends to lists, and reads of whole lists, of which a few are in use at any time. */
final class Lists implements Workload {
    private static final int IN_USE = 4;
    private static final int APPENDS_TO_EACH = 40;
    private static final int MOST_OPS = 4;

    private final AtomicInteger appends = new AtomicInteger();

    @Override
    public long[] registers() {
        return new long[0];
    }

    private int newest() {
        return appends.get() / APPENDS_TO_EACH + IN_USE;
    }

    private int key(SplittableRandom random) {
        return newest() - random.nextInt(IN_USE);
    }

    @Override
    public int lists() {
        return newest() + 1;
    }

    @Override
    public void transaction(Connection connection, Recorder recorder, SplittableRandom random, Level level)
            throws SQLException {
        int ops = 1 + random.nextInt(MOST_OPS);
        for (int i = 0; i < ops; i++) {
            if (random.nextBoolean()) {
                append(connection, recorder, random);
            } else {
                recorder.readList(connection, key(random));
            }
        }
    }

    private void append(Connection connection, Recorder recorder, SplittableRandom random) throws SQLException {
        int key = key(random);
        appends.incrementAndGet();
        recorder.append(connection, key);
    }

    @Override
    public void audit(Connection connection, Recorder recorder, SplittableRandom random, Level level)
            throws SQLException {
        for (int i = 0; i < MOST_OPS; i++) {
            recorder.readList(connection, key(random));
        }
    }

    @Override
    public void single(Connection connection, Recorder recorder, SplittableRandom random) throws SQLException {
        if (random.nextBoolean()) {
            append(connection, recorder, random);
        } else {
            recorder.readList(connection, key(random));
        }
    }

    @Override
    public Collection<String> broken(History history, List<Recorder.Register> left) {
        return List.of(); // its lists are rules enough
    }
}
