package dev.writelane.micronaut;

import dev.writelane.spi.EnclosingConnections;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The transactions that {@code @MicronautTest} has open around running tests. They end with their tests, so everybody else who waits for
 * a lane that one of them holds, such as a request of the test on a thread of the server, waits in vain: it is refused at once.
 *
 * <p>Found by {@link java.util.ServiceLoader}, as {@link EventLoopGuard} is.
 */
public final class TestTransactions implements EnclosingConnections {
    private static final List<Connection> OPEN = new CopyOnWriteArrayList<>();

    static void begun(Connection connection) {
        OPEN.add(connection);
    }

    static void ended(Connection connection) {
        OPEN.remove(connection);
    }

    @Override
    public List<Connection> current() {
        return OPEN;
    }

    @Override
    public String remedy() {
        return "It is the transaction that @MicronautTest has around the test, which ends with the test: set"
                + " @MicronautTest(transactional = false).";
    }
}
