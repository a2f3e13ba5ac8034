package dev.writelane.jdbi;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.HandleScope;
import org.jdbi.v3.core.extension.HandleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Jdbi's default scope, a handle for each thread, that can also tell the handles of all {@code Jdbi} objects on the calling thread. Confined
 * to the calling thread, like the default.
 */
final class ThreadHandleScope implements HandleScope {
    /** What the thread is inside of, of any scope, innermost first; null outside of all. */
    private static final ThreadLocal<@Nullable Entry> INNERMOST = new ThreadLocal<>();

    private record Entry(
            ThreadHandleScope scope,
            HandleSupplier handle,
            @Nullable Entry outer) {}

    @Override
    public @Nullable HandleSupplier get() {
        for (Entry entry = INNERMOST.get(); entry != null; entry = entry.outer) {
            if (entry.scope == this) {
                return entry.handle;
            }
        }
        return null;
    }

    @Override
    public void set(HandleSupplier handle) {
        INNERMOST.set(new Entry(this, handle, without(INNERMOST.get())));
    }

    @Override
    public void clear() {
        Entry rest = without(INNERMOST.get());
        if (rest == null) {
            INNERMOST.remove();
        } else {
            INNERMOST.set(rest);
        }
    }

    /** The chain without this scope's entry, which is there once at most and mostly in front. */
    private @Nullable Entry without(@Nullable Entry entry) {
        if (entry == null) {
            return null;
        }
        return entry.scope == this ? entry.outer : new Entry(entry.scope, entry.handle, without(entry.outer));
    }

    /** The connections of the handles whose callbacks, or SQL objects, the calling thread is inside of. */
    static List<Connection> connectionsOfThread() {
        List<Connection> connections = new ArrayList<>();
        for (Entry entry = INNERMOST.get(); entry != null; entry = entry.outer) {
            try {
                connections.add(entry.handle.getHandle().getConnection());
            } catch (RuntimeException notOpened) {
                // An SQL object opens its handle when it first needs it: one that cannot holds nothing. Factories of
                // applications may throw anything (Micronaut's does outside of a scope).
            }
        }
        return connections;
    }
}
