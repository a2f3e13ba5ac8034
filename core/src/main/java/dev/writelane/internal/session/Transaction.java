package dev.writelane.internal.session;

import dev.writelane.internal.error.Errors;
import dev.writelane.internal.lane.Group;
import dev.writelane.internal.lane.Guest;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.sql.Pace;
import dev.writelane.internal.sql.Sql;
import dev.writelane.internal.sql.SqlKind;
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
    private final Leases leases;
    private final List<String> savepoints = new ArrayList<>(0);
    private State state = State.IDLE;
    private @Nullable Lane lane;
    private @Nullable SQLException lostBy;
    private @Nullable Pace pace;
    private long boundAt;
    private boolean tried;
    private boolean wrote;
    private boolean changedSchema;
    private boolean createdTemporary;
    private boolean checksKeysLate;
    /** Whose transaction it goes on in, so that the lane is not its own to give back. */
    private @Nullable WriterTurn borrowedFrom;

    Transaction(Session session, SessionContext context, Leases leases) {
        this.session = session;
        this.leases = leases;
        this.context = context;
    }

    State state() {
        return state;
    }

    /** Whose lane and transaction it uses, if they are not its own. */
    @Nullable
    WriterTurn lender() {
        return borrowedFrom;
    }

    /** Whether it has a lane: in SNAPSHOT and WRITING. */
    boolean isBound() {
        return lane != null;
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
                            + cause(lostBy),
                    lostBy);
        }
    }

    private static String cause(@Nullable SQLException lost) {
        return lost == null ? "an error" : String.valueOf(lost.getMessage());
    }

    /** Takes a read lane and begins a snapshot there; the first read fixes what it sees. */
    void bindSnapshot(Execution execution) throws SQLException {
        leases.freeLane();
        Lane taken = leases.any(execution);
        boolean bound = false;
        try {
            context.freshen(taken);
            KeptSnapshots.end(taken);
            context.foreignLock()
                    .retry(
                            taken.connection(),
                            execution,
                            () -> taken.connection().begin());
            replaySavepoints(taken);
            lane = taken;
            state = State.SNAPSHOT;
            bound = true;
        } finally {
            if (!bound) {
                end(taken).giveBack();
            }
        }
    }

    /**
     * Takes the write lane; nobody else writes until this transaction ends, but for those whose commit it shares.
     *
     * @param first the statement it begins with
     */
    void bindWriting(Sql first, Execution execution) throws SQLException {
        Lane taken = leases.forWriting(execution, first.pace().isQuick() ? Guest.GOES_ON : null);
        if (taken == null) {
            throw new IllegalStateException("a transaction is no errand");
        }
        end(taken).begin(execution);
        lane = taken;
        state = State.WRITING;
        pace = first.pace();
        boundAt = System.nanoTime();
        boolean replayed = false;
        try {
            replaySavepoints(taken);
            replayed = true;
        } finally {
            if (!replayed) {
                unbind(State.IDLE);
                end(taken).rollback(false, false);
            }
        }
    }

    private void replaySavepoints(Lane taken) throws SQLException {
        for (String savepoint : savepoints) {
            taken.connection().run("SAVEPOINT " + quoted(savepoint));
        }
    }

    private SharedCommit end(Lane bound) {
        return new SharedCommit(context, bound);
    }

    /** Before a write: even one that fails may leave rows to be committed (OR FAIL). */
    void mayWrite(Sql sql) {
        tried = true;
        checksKeysLate |= sql.inTransactionOnly(); // PRAGMA defer_foreign_keys
    }

    void wrote(Sql sql) {
        wrote = true;
        changedSchema |= sql.kind() == SqlKind.SCHEMA;
        createdTemporary |= sql.temporary() && (context.policy().separatesReaders() || borrowedFrom != null);
    }

    /** After an error inside: finds out whether SQLite has ended the transaction, and if so frees the lane. */
    void checkAlive(SQLException error) throws SQLException {
        Lane bound = lane;
        if (bound == null || bound.connection().transactionOpen()) {
            return;
        }
        context.transactionLost();
        lostBy = error;
        WriterTurn lender = borrowedFrom;
        if (lender != null) {
            try {
                endCursorsAndPragmas(bound);
            } finally {
                unbind(State.GONE);
                lender.gone(error); // from here on the lane may be another's
            }
            return;
        }
        boolean schema = changedSchema;
        try {
            session.endCursors("the end of its transaction");
        } finally {
            unbind(State.GONE);
            end(bound).gone(schema, error);
        }
    }

    private void endCursorsAndPragmas(Lane bound) throws SQLException {
        try {
            session.endCursors("the end of its transaction");
        } finally {
            session.restorePragmas(bound);
        }
    }

    void commit() throws SQLException {
        if (state == State.GONE) {
            SQLException lost = lostBy;
            rollback(true);
            throw Errors.transactionGone(
                    "Nothing was committed: SQLite had rolled this transaction back. It was lost by: " + cause(lost),
                    lost);
        }
        Lane bound = lane;
        if (bound == null) {
            session.endCursors("commit");
            savepoints.clear();
            return;
        }
        boolean ready = false;
        try {
            session.endCursors("commit");
            if (createdTemporary) {
                TemporaryObjects.dropAll(bound.connection());
            }
            ready = true;
        } finally {
            if (!ready) {
                rollback(true);
            }
        }
        boolean mayHaveWritten = tried;
        boolean schema = changedSchema;
        boolean last = schema || createdTemporary || checksKeysLate;
        boolean writing = state == State.WRITING;
        if (pace != null) {
            pace.lasted(System.nanoTime() - boundAt);
        }
        unbind(State.IDLE);
        end(bound).commit(writing && mayHaveWritten, schema, last || !writing);
    }

    /** Goes on in the transaction that the writer thread has open. */
    void borrow(WriterTurn turn, Lane open) {
        borrowedFrom = turn;
        lane = open;
        state = State.WRITING;
    }

    /**
     * Ends what it did in the writer thread's transaction.
     *
     * @return whether it changed anything that is kept
     */
    boolean endBorrowed(boolean keep) throws SQLException {
        WriterTurn turn = borrowedFrom;
        Lane bound = lane;
        boolean changed = keep && tried;
        boolean ready = false;
        try {
            session.endCursors("the end of its closure");
            if (bound != null) {
                session.restorePragmas(bound);
                if (keep && createdTemporary) {
                    TemporaryObjects.dropAll(bound.connection());
                }
            }
            ready = true;
        } finally {
            try {
                if (turn != null && bound != null) {
                    turn.memberEnds(keep && ready, changedSchema, checksKeysLate, changed);
                }
            } finally {
                unbind(State.IDLE);
            }
        }
        return changed;
    }

    /** @param mayPassOn whether the calling thread may wait for others whose transaction this one shares */
    void rollback(boolean mayPassOn) throws SQLException {
        if (borrowedFrom != null) {
            endBorrowed(false);
            return;
        }
        Lane bound = lane;
        boolean schema = changedSchema;
        boolean writing = state == State.WRITING;
        // What it said of foreign keys holds until COMMIT, for whoever came behind it too.
        boolean last = checksKeysLate;
        try {
            session.endCursors("rollback");
        } finally {
            unbind(State.IDLE);
            if (bound != null) {
                if (writing) {
                    context.rolledBack();
                }
                end(bound).rollback(schema, mayPassOn && !last);
            }
        }
    }

    /**
     * Rolls back because it keeps members of its group waiting who have committed before it, and lets them be committed.
     *
     * @return whether it was a later member of the group
     */
    boolean standAside(Group group) throws SQLException {
        Lane bound = lane;
        if (bound == null || bound.group() != group) {
            return false;
        }
        try {
            rollback(false);
        } finally {
            state = State.GONE;
            lostBy = Errors.stoodAside();
        }
        return true;
    }

    /** Sets a savepoint: now if bound, else when the first statement binds. */
    void savepoint(String name) throws SQLException {
        failIfGone();
        if (name.regionMatches(true, 0, SharedCommit.RESERVED, 0, SharedCommit.RESERVED.length())) {
            throw Errors.misuse(
                    "3B001",
                    "Savepoints whose names begin with " + SharedCommit.RESERVED + " are the kit's own: name '" + name
                            + "' otherwise [" + session.describe() + "].");
        }
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
                "3B001",
                "There is no savepoint '" + name + "' in this transaction; "
                        + (savepoints.isEmpty() ? "none is set" : "there are " + savepoints) + " ["
                        + session.describe()
                        + "].");
    }

    private void unbind(State next) {
        if (state == State.WRITING && next == State.IDLE && !tried) {
            context.endedWithoutWriting(session);
        }
        lane = null;
        state = next;
        savepoints.clear();
        if (next == State.IDLE) {
            lostBy = null;
        }
        pace = null;
        tried = false;
        wrote = false;
        changedSchema = false;
        createdTemporary = false;
        checksKeysLate = false;
        borrowedFrom = null;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
