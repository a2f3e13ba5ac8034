package dev.writelane.attack.history;

import dev.writelane.attack.history.Recorder.Register;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;

/** Money is moved between accounts; whoever looks at all of them sees the same sum. */
final class Bank implements Workload {
    private static final int ACCOUNTS = 8;
    private static final long EACH = 1_000;

    private final Queue<String> broken = new ConcurrentLinkedQueue<>();

    @Override
    public long[] registers() {
        return LongStream.generate(() -> EACH).limit(ACCOUNTS).toArray();
    }

    @Override
    public void transaction(Connection connection, Recorder recorder, SplittableRandom random, Level level)
            throws SQLException {
        if (random.nextInt(4) == 0) {
            audit(connection, recorder, random, level);
            return;
        }
        int from = random.nextInt(ACCOUNTS);
        int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        long amount = 1 + random.nextInt(50);
        Register payer = recorder.read(connection, from);
        if (level == Level.READ_COMMITTED) { // what was read may be old by now
            recorder.add(connection, from, -amount);
            recorder.add(connection, to, amount);
        } else {
            Register payee = recorder.read(connection, to);
            recorder.put(connection, from, payer.value() - amount);
            recorder.put(connection, to, payee.value() + amount);
        }
    }

    @Override
    public void audit(Connection connection, Recorder recorder, SplittableRandom random, Level level)
            throws SQLException {
        if (level == Level.READ_COMMITTED || random.nextBoolean()) {
            check(recorder, recorder.readAll(connection));
            return;
        }
        List<Register> accounts = new ArrayList<>();
        for (int account = 0; account < ACCOUNTS; account++) {
            accounts.add(recorder.read(connection, account));
        }
        check(recorder, accounts);
    }

    private void check(Recorder recorder, List<Register> accounts) {
        long sum = accounts.stream().mapToLong(Register::value).sum();
        if (sum != ACCOUNTS * EACH) {
            broken.add("T" + recorder.id() + " saw a sum of " + sum + ": " + accounts);
        }
    }

    @Override
    public void single(Connection connection, Recorder recorder, SplittableRandom random) throws SQLException {
        if (random.nextBoolean()) {
            check(recorder, recorder.readAll(connection));
        } else {
            recorder.add(connection, random.nextInt(ACCOUNTS), 0);
        }
    }

    @Override
    public Collection<String> broken(History history, List<Register> left) {
        return broken;
    }
}
