package dev.writelane;

import dev.writelane.internal.plain.PlainTransactor;
import dev.writelane.spi.Extensions;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs closures as transactions, whatever database it is: {@link SqliteDatabase} does on its lanes, {@link #over} on the connections of
 * any DataSource. Code written on closures moves to a server database with the line that makes the Transactor.
 *
 * <p>Alike everywhere: the closure's connection is dead after the closure, and its transaction is not its to end (25001); a write inside a
 * write on the same thread is refused at once (25001); a write in {@link #read} gets 25006; "run it again" is an
 * {@link java.sql.SQLTransactionRollbackException} with SQLState 40001; threads that must not block are refused (25000), and the caller's
 * context goes with asynchronous work ({@link dev.writelane.spi}). Thread-safe.
 */
public interface Transactor extends AutoCloseable {
    /** Runs work on one snapshot, read-only. */
    <T extends @Nullable Object> T read(SqlFunction<T> work) throws SQLException;

    /** Runs work as one serializable transaction: committed when it returns, rolled back when it throws. Never retried by itself. */
    <T extends @Nullable Object> T write(SqlFunction<T> work) throws SQLException;

    /** Runs work as {@link #read} does, on another thread. Never blocks the caller. */
    <T extends @Nullable Object> CompletableFuture<T> readAsync(SqlFunction<T> work);

    /**
     * Runs work as {@link #write} does, on another thread. Never blocks the caller. Whoever completes the future cancels the work; once
     * only its commit is due it cannot be taken back, so a cancelled future has left nothing in the database.
     */
    <T extends @Nullable Object> CompletableFuture<T> writeAsync(SqlFunction<T> work);

    /** Where the connections come from: for libraries, and for transactions by hand. */
    DataSource dataSource();

    /** Refuses new work, lets running and queued work finish, stops and rolls back what is left. Idempotent. */
    @Override
    void close();

    /**
     * Over any DataSource, such as a pool of PostgreSQL connections, with twice as many threads for asynchronous work as there are
     * processors, and the extensions of the class path.
     *
     * @see #over(DataSource, int, Extensions)
     */
    static Transactor over(DataSource source) {
        return over(
                source,
                2 * Runtime.getRuntime().availableProcessors(),
                new Extensions(List.of(), List.of(), List.of()));
    }

    /**
     * Over any DataSource whose driver has REPEATABLE READ and SERIALIZABLE.
     *
     * <ul>
     *   <li>{@link #read}: a read-only transaction at REPEATABLE READ, which is one snapshot on PostgreSQL; {@link #write}: SERIALIZABLE.
     *       Each takes a connection, leaves autocommit, read-only and isolation as they were and gives it back. Use it outside of a
     *       framework's transactions, whose connections cannot change them.
     *   <li>40001 and PostgreSQL's 40P01 (deadlock) become SQLTransactionRollbackException with 40001, the driver's exception as its
     *       cause. With servers, unlike with one write lane, that is to be expected: run the closure again.
     *   <li>Waiting for a connection is the pool's: its time limit, its error. A read inside a write takes a second connection.
     *   <li>A cancelled future's statement is cancelled by the driver (PostgreSQL's by PGConnection.cancelQuery, others by
     *       {@link java.sql.Statement#cancel}), from a thread of the kit, until the closure has ended. Dependents of a
     *       future run on the threads for asynchronous work. 65,536 may wait (53000), for as long as {@code orTimeout} lets them.
     *   <li>{@link #close} lets asynchronous work finish for 10 s, and leaves the DataSource open: it is whoever opened it who closes it.
     *       A closure that a caller's own thread runs goes on to its end, and is not waited for.
     * </ul>
     *
     * @param threads how much asynchronous work runs at the same time (1 or more); no more than the pool has connections
     * @param extensions beside what {@link java.util.ServiceLoader} finds; enclosing connections are not asked
     */
    static Transactor over(DataSource source, int threads, Extensions extensions) {
        return new PlainTransactor(source, threads, extensions);
    }
}
