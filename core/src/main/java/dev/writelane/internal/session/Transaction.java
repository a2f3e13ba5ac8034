package dev.writelane.internal.session;

import dev.writelane.internal.error.Errors;
import dev.writelane.internal.lane.Lane;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of one session and the lane it is bound to.
 *
 * <pre>
 * IDLE ──first read, read-only──▶ SNAPSHOT ──commit, rollback──▶ IDLE
 * IDLE ──first statement or first write──▶ WRITING ──commit, rollback──▶ IDLE
 * WRITING, SNAPSHOT ──SQLite ended it by itself──▶ GONE ──rollback, or commit which throws──▶ IDLE
 * </pre>
 *
 * A lane is held in SNAPSHOT and WRITING only. Whatever fails on the way out, the lane is given back clean. Guarded by the
 * session's {@link UseGuard}.
 */
final class Transaction {
    enum State {
        /** Nothing is bound; savepoints set so far wait to be replayed. */
        IDLE,
        /** One read lane, one snapshot. */
        SNAPSHOT,
        /** The write lane, after BEGIN IMMEDIATE. */
        WRITING,
        /** SQLite rolled it back at an error; only rollback (or a commit that throws) leads on. */
        GONE
    }

    private final Session session;
    private final SessionContext context;
    private final List<String> savepoints = new ArrayList<>(0);
    private State state = State.IDLE;
    private @Nullable Lane lane;
    private @Nullable SQLException lostBy;
    private boolean mayHaveWritten;
    private boolean wrote;
    private boolean changedSchema;
    private boolean createdTemporary;

    Transaction(Session session, SessionContext context) {
        this.session = session;
        this.context = context;
    }

    State state() {
        return state;
    }

    /** The lane in SNAPSHOT and WRITING. */
    Lane lane() {
        Lane bound = lane;
        if (bound == null) {
            throw new IllegalStateException("no lane is bound in state " + state);
        }
        return bound;
    }

    /** Whether this transaction itself has changed rows, so that last_insert_rowid() and changes() are its own. */
    boolean hasWritten() {
        return state == State.WRITING && wrote;
    }

    void failIfGone() throws SQLException {
        if (state == State.GONE) {
            throw Errors.transactionGone(
                    "SQLite has rolled this transaction back; call rollback() and run it again. It was lost by: "
                            + (lostBy == null ? "an error" : lostBy.getMessage()),
                    lostBy);
        }
    }

    /** Takes a read lane and begins a snapshot there; the first read fixes what it sees. */
    void bindSnapshot(Execution execution) throws SQLException {
        bind(session.leaseRead(execution), "BEGIN", State.SNAPSHOT, execution);
    }

    /** Takes the write lane; nobody else writes until this transaction ends. */
    void bindWriting(Execution execution) throws SQLException {
        bind(session.leaseWrite(execution), "BEGIN IMMEDIATE", State.WRITING, execution);
    }

    private void bind(Lane taken, String begin, State next, Execution execution) throws SQLException {
        boolean bound = false;
        try {
            context.freshen(taken);
            KeptSnapshots.end(taken);
            session.retryWhileBusy(
                    taken.connection(), execution, () -> taken.connection().run(begin));
            for (String savepoint : savepoints) {
                taken.connection().run("SAVEPOINT " + quoted(savepoint));
            }
            lane = taken;
            state = next;
            bound = true;
        } finally {
            if (!bound) {
                giveBackClean(taken);
            }
        }
    }

    /** Before a write: even one that fails may leave rows to be committed (OR FAIL). */
    void mayWrite() {
        mayHaveWritten = true;
    }

    void wrote(boolean schema, boolean temporary) {
        wrote = true;
        changedSchema |= schema;
        createdTemporary |= temporary;
    }

    /** After an error inside: finds out whether SQLite has ended the transaction, and if so frees the lane. */
    void checkAlive(SQLException error) throws SQLException {
        Lane bound = lane;
        if (bound == null || bound.connection().transactionOpen()) {
            return;
        }
        lostBy = error;
        context.transactionLost();
        unbind(State.GONE, false);
    }

    void commit() throws SQLException {
        Lane bound = lane;
        if (state == State.GONE) {
            SQLException lost = lostBy;
            rollback();
            throw Errors.transactionGone(
                    "Nothing was committed: SQLite had rolled this transaction back. It was lost by: "
                            + (lost == null ? "an error" : lost.getMessage()),
                    lost);
        }
        session.endCursors("commit");
        if (bound == null) {
            savepoints.clear();
            return;
        }
        boolean clean = false;
        try {
            if (createdTemporary) {
                TemporaryObjects.dropAll(bound.connection());
            }
            bound.connection().run("COMMIT");
            clean = true;
            if (changedSchema) {
                context.schemaHasChanged(); // before the rows are announced, so that nobody reads them under old labels
            }
            if (state == State.WRITING && wrote) {
                context.committed();
            }
        } finally {
            if (mayHaveWritten) {
                context.mayHaveChanged();
            }
            if (!clean) {
                context.rolledBack();
            }
            unbind(State.IDLE, clean);
        }
    }

    void rollback() throws SQLException {
        session.endCursors("rollback");
        Lane bound = lane;
        boolean clean = bound == null;
        try {
            if (bound != null) {
                if (state == State.WRITING) {
                    context.rolledBack();
                }
                bound.connection().run("ROLLBACK");
                clean = true;
            }
        } finally {
            unbind(State.IDLE, clean);
        }
    }

    /** Sets a savepoint: now if bound, else when the first statement binds. */
    void savepoint(String name) throws SQLException {
        failIfGone();
        if (lane != null) {
            lane.connection().run("SAVEPOINT " + quoted(name));
        }
        savepoints.add(name);
    }

    void rollbackTo(String name) throws SQLException {
        failIfGone();
        int index = indexOf(name);
        if (lane != null) {
            session.endCursors("a rollback to savepoint " + name);
            lane.connection().run("ROLLBACK TO " + quoted(name));
            if (changedSchema) {
                lane.connection().forgetStatements();
            }
        }
        savepoints.subList(index + 1, savepoints.size()).clear();
    }

    void releaseSavepoint(String name) throws SQLException {
        failIfGone();
        int index = indexOf(name);
        if (lane != null) {
            lane.connection().run("RELEASE " + quoted(name));
        }
        savepoints.subList(index, savepoints.size()).clear();
    }

    private int indexOf(String name) throws SQLException {
        for (int i = savepoints.size() - 1; i >= 0; i--) {
            if (savepoints.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        throw Errors.misuse(
                "3B001", "There is no savepoint '" + name + "' in this transaction; there are " + savepoints + ".");
    }

    /** @param clean whether no transaction is open on the lane, so that nobody need ask */
    private void unbind(State next, boolean clean) throws SQLException {
        Lane bound = lane;
        lane = null;
        state = next;
        savepoints.clear();
        if (next == State.IDLE) {
            lostBy = null;
        }
        boolean schema = changedSchema;
        mayHaveWritten = false;
        wrote = false;
        changedSchema = false;
        createdTemporary = false;
        if (bound != null) {
            if (schema) {
                context.schemaHasChanged();
            }
            if (clean) {
                context.release(bound);
            } else {
                session.endCursors("the end of its transaction");
                giveBackClean(bound);
            }
        }
    }

    /** Gives a lane back with no transaction open on it, whatever happened before. */
    private void giveBackClean(Lane used) throws SQLException {
        try {
            used.connection().rollBackIfOpen();
        } finally {
            context.release(used);
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
