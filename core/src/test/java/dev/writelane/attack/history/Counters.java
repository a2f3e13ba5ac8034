package dev.writelane.attack.history;

import dev.writelane.attack.history.Recorder.Register;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/** Read, add one in Java, write back: each counter ends at the number of its committed writes. */
final class Counters implements Workload {
    private static final int COUNTERS = 3;

    @Override
    public long[] registers() {
        return new long[COUNTERS];
    }

    @Override
    public void transaction(Connection connection, Recorder recorder, SplittableRandom random, Level level)
            throws SQLException {
        int key = random.nextInt(COUNTERS);
        recorder.put(connection, key, recorder.readToWrite(connection, key).value() + 1);
    }

    @Override
    public void audit(Connection connection, Recorder recorder, SplittableRandom random, Level level)
            throws SQLException {
        for (int key = 0; key < COUNTERS; key++) {
            recorder.read(connection, key);
        }
    }

    @Override
    public void single(Connection connection, Recorder recorder, SplittableRandom random) throws SQLException {
        if (random.nextInt(3) == 0) {
            recorder.read(connection, random.nextInt(COUNTERS));
        } else {
            recorder.add(connection, random.nextInt(COUNTERS), 1);
        }
    }

    @Override
    public Collection<String> broken(History history, List<Register> left) {
        List<String> broken = new ArrayList<>();
        for (Register counter : left) {
            long committed = history.transactions().stream()
                    .filter(history::committed)
                    .flatMap(txn -> History.writes(txn).stream())
                    .filter(write -> write.key() == counter.id())
                    .count();
            if (counter.value() != committed) {
                broken.add(
                        "counter " + counter.id() + " is " + counter.value() + " after " + committed + " increments");
            }
        }
        return broken;
    }
}
