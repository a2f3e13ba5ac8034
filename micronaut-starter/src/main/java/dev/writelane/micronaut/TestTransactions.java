package dev.writelane.micronaut;

import dev.writelane.spi.EnclosingConnections;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The transactions that {@code @MicronautTest} has open around running tests. They end with their tests, so everybody else who waits for
 * a lane that one of them holds, such as a request of the test on a thread of the server, waits in vain: it is refused at once. Another
 * test on the same file, in a class that runs in parallel, does not: it waits for the other one's end.
 *
 * <p>Found by {@link java.util.ServiceLoader}, as {@link EventLoopGuard} is.
 */
public final class TestTransactions implements EnclosingConnections {
    private static final List<Running> OPEN = new CopyOnWriteArrayList<>();

    private record Running(Connection connection, Thread test) {}

    static void begun(Connection connection) {
        OPEN.add(new Running(connection, Thread.currentThread()));
    }

    static void ended(Connection connection) {
        OPEN.removeIf(running -> running.connection() == connection);
    }

    @Override
    public List<Connection> current() {
        Thread current = Thread.currentThread();
        boolean isTest = OPEN.stream().anyMatch(running -> running.test() == current);
        return OPEN.stream()
                .filter(running -> !isTest || running.test() == current)
                .map(Running::connection)
                .toList();
    }

    @Override
    public String remedy() {
        return "It is the transaction that @MicronautTest has around the test, which ends with the test: set"
                + " @MicronautTest(transactional = false).";
    }
}
