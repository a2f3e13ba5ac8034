package dev.writelane.internal.session;

import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The cursors of a session that have not ended: a doubly linked list, because each may end at any time. Guarded by the session's guard. */
final class OpenCursors {
    private @Nullable Cursor first;

    boolean isEmpty() {
        return first == null;
    }

    void add(Cursor cursor) {
        Cursor next = first;
        cursor.next = next;
        if (next != null) {
            next.previous = cursor;
        }
        first = cursor;
    }

    void remove(Cursor cursor) {
        Cursor previous = cursor.previous;
        Cursor next = cursor.next;
        if (previous == null) {
            first = next;
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        cursor.previous = null;
        cursor.next = null;
    }

    /** Ends all, whatever one of them throws. */
    void end(String by) throws SQLException {
        SQLException failure = null;
        for (Cursor cursor = first; cursor != null; cursor = first) {
            try {
                cursor.end(by);
            } catch (SQLException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Takes rows that are still on a lane of their own into memory; see {@link Cursor#giveWay}. */
    void giveWay(BooleanSupplier enough) throws SQLException {
        for (Cursor cursor = first; cursor != null; cursor = cursor.next) {
            cursor.giveWay(enough);
        }
    }
}
