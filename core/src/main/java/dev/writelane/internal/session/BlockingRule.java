package dev.writelane.internal.session;

import dev.writelane.Blocking;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.observe.Named;
import dev.writelane.spi.BlockingGuard;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps threads that must not block from executing statements. Thread-safe. */
public final class BlockingRule {
    private static final Logger LOG = LoggerFactory.getLogger(BlockingRule.class);
    private static final long BETWEEN_WARNINGS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final BlockingGuard[] guards;
    private final boolean fail;
    private final String lift;
    private final AtomicLong nextWarningAt = new AtomicLong(System.nanoTime());

    private BlockingRule(List<BlockingGuard> guards, boolean fail, String lift) {
        this.guards = guards.toArray(new BlockingGuard[0]);
        this.fail = fail;
        this.lift = lift;
    }

    /**
     * The rule, or null when there is nothing to check.
     *
     * @param lift how it is lifted, for the end of the error; empty when it cannot be
     */
    public static @Nullable BlockingRule of(Blocking reaction, List<BlockingGuard> guards, String lift) {
        return reaction == Blocking.OFF || guards.isEmpty()
                ? null
                : new BlockingRule(guards, reaction == Blocking.FAIL, lift);
    }

    /**
     * Asked before each execution.
     *
     * @param who the connection that executes
     * @param database its database, for messages
     */
    public void check(Named who, String database) throws SQLException {
        Thread current = Thread.currentThread();
        for (BlockingGuard guard : guards) {
            String remedy = guard.remedy(current);
            if (remedy != null) {
                refuse(current, who, database, remedy);
            }
        }
    }

    private void refuse(Thread current, Named who, String database, String remedy) throws SQLException {
        SQLException error = Errors.blocking("Thread " + current.getName() + " must not block, and " + who.describe()
                + " of " + database + " was about to execute a statement on it. " + remedy
                + " Or call readAsync or writeAsync, which never block." + lift);
        if (fail) {
            throw error;
        }
        long now = System.nanoTime();
        long next = nextWarningAt.get();
        if (now - next >= 0 && nextWarningAt.compareAndSet(next, now + BETWEEN_WARNINGS_NANOS)) {
            LOG.warn("A thread that must not block executes a statement", error);
        }
    }
}
