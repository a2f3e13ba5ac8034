package dev.writelane.attack.history;

import dev.writelane.attack.history.Recorder.Register;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;

/** Pairs of whom one has to be on call: who reads both may leave if the other is there. Write skew is when both leave. */
final class OnCall implements Workload {
    private static final int PAIRS = 3;

    private final Queue<String> broken = new ConcurrentLinkedQueue<>();

    @Override
    public long[] registers() {
        return LongStream.generate(() -> 1).limit(2 * PAIRS).toArray();
    }

    @Override
    public void transaction(Connection connection, Recorder recorder, SplittableRandom random, Level level)
            throws SQLException {
        int pair = random.nextInt(PAIRS);
        Register first = recorder.readToWrite(connection, 2 * pair);
        Register second = recorder.readToWrite(connection, 2 * pair + 1);
        check(recorder, first, second);
        if (first.value() + second.value() == 2) {
            recorder.put(connection, random.nextBoolean() ? first.id() : second.id(), 0);
        } else {
            recorder.put(connection, first.value() == 0 ? first.id() : second.id(), 1);
        }
    }

    @Override
    public void audit(Connection connection, Recorder recorder, SplittableRandom random, Level level)
            throws SQLException {
        int pair = random.nextInt(PAIRS);
        Register first = recorder.read(connection, 2 * pair);
        Register second = recorder.read(connection, 2 * pair + 1);
        if (level == Level.SERIALIZABLE) {
            check(recorder, first, second);
        }
    }

    @Override
    public void single(Connection connection, Recorder recorder, SplittableRandom random) throws SQLException {
        checkAll(recorder.id(), recorder.readAll(connection));
    }

    private void checkAll(long by, List<Register> all) {
        for (int pair = 0; pair < PAIRS; pair++) {
            check(by, all.get(2 * pair), all.get(2 * pair + 1));
        }
    }

    private void check(Recorder recorder, Register first, Register second) {
        check(recorder.id(), first, second);
    }

    private void check(long by, Register first, Register second) {
        if (first.value() + second.value() == 0) {
            broken.add("T" + by + " saw nobody on call: " + first + ", " + second);
        }
    }

    @Override
    public Collection<String> broken(History history, List<Register> left) {
        checkAll(0, left);
        return broken;
    }
}
