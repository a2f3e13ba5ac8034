package dev.writelane.internal.plain;

import dev.writelane.Blocking;
import dev.writelane.SqlFunction;
import dev.writelane.Transactor;
import dev.writelane.internal.closure.AsyncThreads;
import dev.writelane.internal.closure.CallerContext;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.session.BlockingRule;
import dev.writelane.internal.session.Services;
import dev.writelane.spi.Extensions;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs closures on connections of a DataSource that knows nothing of lanes. Thread-safe; its threads start with the first future. */
public final class PlainTransactor implements Transactor {
    private static final long SHUTDOWN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final DataSource source;
    private final PlainClosures closures;
    private final CallerContext callers;
    private final AsyncThreads threads;
    private volatile boolean closed;

    /** @see Transactor#over(DataSource, int, Extensions) */
    public PlainTransactor(DataSource source, int threads, Extensions given) {
        Extensions extensions = Services.with(given);
        this.source = source;
        this.closures = new PlainClosures(source, BlockingRule.of(Blocking.FAIL, extensions.blockingGuards(), ""));
        this.callers = new CallerContext(extensions.contextCarriers());
        this.threads = new AsyncThreads("writelane-plain", threads, closures);
    }

    @Override
    public <T extends @Nullable Object> T read(SqlFunction<T> work) throws SQLException {
        failIfClosed();
        return closures.read(work);
    }

    @Override
    public <T extends @Nullable Object> T write(SqlFunction<T> work) throws SQLException {
        failIfClosed();
        return closures.write(work);
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> readAsync(SqlFunction<T> work) {
        return submit(false, work);
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> writeAsync(SqlFunction<T> work) {
        return submit(true, work);
    }

    private <T extends @Nullable Object> CompletableFuture<T> submit(boolean writes, SqlFunction<T> work) {
        return closed
                ? CompletableFuture.failedFuture(isClosed())
                : threads.submit(writes, callers.capture(), work, isClosed());
    }

    @Override
    public DataSource dataSource() {
        return source;
    }

    private void failIfClosed() throws SQLException {
        if (closed) {
            throw isClosed();
        }
    }

    private SQLException isClosed() {
        return Errors.closed("This Transactor over " + closures.name() + " is closed: make another.");
    }

    @Override
    public void close() {
        closed = true;
        threads.finish(System.nanoTime() + SHUTDOWN_NANOS, isClosed());
    }

    @Override
    public String toString() {
        return "Transactor[" + closures.name() + (closed ? ", closed]" : "]");
    }
}
