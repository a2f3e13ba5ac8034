package dev.writelane.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * The statements of one native connection that somebody has: a list through the statements themselves, by nothing but assignments, which
 * no end of the stack leaves half done. So whoever comes next knows what the one before has left in the midst. Guarded by the lane's lease.
 */
final class GivenOut {
    private @Nullable NativeStatement first;

    void add(NativeStatement statement) {
        NativeStatement second = first;
        statement.before = null;
        statement.behind = second;
        if (second != null) {
            second.before = statement;
        }
        first = statement;
    }

    /** Also one that is not in it any more. */
    void remove(NativeStatement statement) {
        NativeStatement before = statement.before;
        NativeStatement behind = statement.behind;
        if (before != null) {
            before.behind = behind;
        } else if (first == statement) {
            first = behind;
        }
        if (behind != null) {
            behind.before = before;
        }
        statement.before = null;
        statement.behind = null;
    }

    /** The first of them that has no cursor; or that has one, too. */
    @Nullable
    NativeStatement next(boolean cursorsToo) {
        NativeStatement next = first;
        while (next != null && next.ofCursor && !cursorsToo) {
            next = next.behind;
        }
        return next;
    }
}
