package dev.writelane.internal.session;

import dev.writelane.internal.engine.LaneThread;
import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.engine.NativeStatement;
import dev.writelane.internal.engine.Row;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.lane.Lane;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are still being fetched from a lane. Ends when the last row has been fetched, when it is closed, or with its
 * session's scope, and gives back its statement and its share of the lease. Guarded by the session's {@link UseGuard}.
 */
public final class Cursor {
    private final Session session;
    private final Lane lane;
    private final NativeStatement statement;
    private final Execution execution;
    /** Whether it has a share in a lease of its own, as opposed to the transaction's. */
    private final boolean sharesLease;

    /** With a thread that alone makes native calls, as many rows as are fetched by one visit to it. */
    private static final int BLOCK = 256;

    /** The current row and those after it, as far as they were taken into memory. */
    private @Nullable RowsInMemory inMemory;
    /** What ended the taking into memory: this cursor's affair, told when its fetching gets there. */
    private @Nullable SQLException failure;
    /** Its last row is in memory: one step more would begin anew. */
    private boolean exhausted;

    private boolean gaveBack;
    private boolean ended;
    private @Nullable String endedBy;
    /** The session's open cursors are a doubly linked list through these. */
    @Nullable
    Cursor previous;

    @Nullable
    Cursor next;

    Cursor(Session session, Lane lane, NativeStatement statement, Execution execution, boolean sharesLease) {
        this.session = session;
        this.lane = lane;
        this.statement = statement;
        this.execution = execution;
        this.sharesLease = sharesLease;
        statement.forCursor();
    }

    /** Fetches the next row; false ends the cursor. The first row has been fetched already when the cursor begins. */
    public boolean fetch() throws SQLException {
        RowsInMemory rows = inMemory;
        if (rows != null) {
            if (rows.next()) {
                return true;
            }
            if (gaveBack || exhausted) {
                return behindRowsInMemory();
            }
            inMemory = null; // only some of its rows had been taken
        }
        if (execution.cancellation().isRequested()) {
            end("a cancelled statement");
            throw Errors.cancelled(
                    "Cancelled while rows were fetched [" + lane.connection().place() + "]");
        }
        LaneThread thread = session.context().thread();
        boolean row;
        try {
            row = thread == null ? step() : thread.call(this::fetchBlock);
        } catch (SQLException e) {
            failed(e);
            throw e;
        }
        if (!row) {
            end("its last row");
        }
        return row;
    }

    private boolean fetchBlock() throws SQLException {
        RowsInMemory rows = new RowsInMemory();
        int count = statement.columnCount();
        int fetched = 0;
        while (fetched < BLOCK && !exhausted) {
            if (step()) {
                rows.add(ToEnd.values(statement, count));
                fetched++;
            } else {
                exhausted = true;
            }
        }
        inMemory = rows;
        return fetched > 0;
    }

    /** The first row, where only one thread may read it from the lane. */
    void keepFirstRow() throws SQLException {
        RowsInMemory rows = new RowsInMemory();
        rows.add(ToEnd.values(statement, statement.columnCount()));
        inMemory = rows;
    }

    private boolean behindRowsInMemory() throws SQLException {
        SQLException error = failure;
        end(error == null ? "its last row" : "an error while rows were fetched");
        if (error != null) {
            throw error;
        }
        return false;
    }

    private boolean step() throws SQLException {
        NativeConnection connection = lane.connection();
        try {
            execution.boundFetch(connection);
            return statement.step();
        } finally {
            connection.unbounded();
        }
    }

    /** Ends it after an error. The lane may be another's afterwards. */
    private void failed(SQLException e) throws SQLException {
        lane.doubtSnapshot();
        end("an error while rows were fetched");
        if (!sharesLease) {
            session.context().onThread(() -> session.checkTransaction(e));
        }
    }

    /** The current row; only while the cursor has not ended. */
    public Row row() {
        RowsInMemory rows = inMemory;
        return rows != null ? rows : statement;
    }

    /**
     * Takes the rest of its rows into memory and gives its share of the lease back, if it has one. Its session does so before it
     * waits while others want a read lane: whoever waits for a lane must not keep one that the holder of the other may want.
     *
     * @param enough looked at before each row: whether whoever waits has something better to do than to go on with it now
     */
    void giveWay(BooleanSupplier enough) throws SQLException {
        if (sharesLease && !gaveBack) {
            session.context().onThread(() -> takeRest(enough));
        }
    }

    private void takeRest(BooleanSupplier enough) throws SQLException {
        boolean complete = false;
        try {
            RowsInMemory rows = inMemory;
            int count = statement.columnCount();
            if (rows == null) {
                rows = new RowsInMemory();
                rows.add(ToEnd.values(statement, count));
                inMemory = rows;
            }
            while (!enough.getAsBoolean() && !complete) {
                if (!exhausted && stepOrFail()) {
                    rows.add(ToEnd.values(statement, count));
                } else {
                    complete = true;
                }
            }
        } catch (SQLException | RuntimeException | Error e) {
            end("an error while its rows were taken into memory"); // or next() would pass over them in silence
            throw e;
        }
        if (complete) {
            giveBack();
        }
    }

    /** An error of this step, such as its own timeout, must not hit the statement that waits. */
    private boolean stepOrFail() {
        try {
            return step();
        } catch (SQLException e) {
            lane.doubtSnapshot();
            failure = e;
            return false;
        }
    }

    private void giveBack() throws SQLException {
        gaveBack = true;
        try {
            statement.giveBack();
        } finally {
            if (sharesLease) {
                session.leases().giveBackShare(lane);
            }
        }
    }

    public boolean hasEnded() {
        return ended;
    }

    /** What ended it before its last row, for messages. */
    public @Nullable String endedBy() {
        return endedBy;
    }

    /** Ends it now. Idempotent. */
    public void end(String by) throws SQLException {
        if (ended) {
            return;
        }
        ended = true;
        endedBy = by;
        session.forget(this);
        if (!gaveBack) {
            session.context().onThread(this::giveBack);
        }
    }
}
