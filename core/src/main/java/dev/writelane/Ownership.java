package dev.writelane;

/**
 * Which threads may use a connection, its statements and its result sets. Whatever is chosen, no two threads are ever inside SQLite
 * through one connection at the same time, and {@code Statement.cancel()}, {@code Connection.abort()} and {@code isClosed()} may be
 * called by any thread. A refused use is an SQLException of SQLState 25000 that names the object and both threads, and with
 * {@code diagnostics} the place where the connection was obtained.
 */
public enum Ownership {
    /**
     * Any thread, one at a time. A second thread that enters while the first is inside gets an error, not somebody else's rows;
     * the same holds for a statement whose parameters another thread has begun to set, and for a row that another thread moved to.
     * {@code Connection.rollback()} and {@code close()} wait for the one inside, at most {@code acquire-timeout}: so a transaction
     * manager's timeout, which cancels first, ends a transaction on a thread of its own.
     */
    EXCLUSIVE,
    /** Only the thread that obtained the connection, as in Python's sqlite3. */
    THREAD,
    /**
     * Any thread, and nothing is checked: as Python's {@code check_same_thread=False} with a mutex. A second thread waits until the
     * first has left its call, in order of arrival and at most {@code acquire-timeout} (then SQLState 55P03; 57014 when it is
     * interrupted). That protects SQLite, not the threads from one another: each may find the parameters, the row or the
     * transaction that another has left.
     */
    OFF
}
