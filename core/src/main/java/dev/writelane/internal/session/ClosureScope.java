package dev.writelane.internal.session;

import org.jspecify.annotations.Nullable;

/** The time during which a thread is inside a closure. A stack for each thread: closures of several databases may be nested. */
public final class ClosureScope implements AutoCloseable {
    private static final ThreadLocal<@Nullable ClosureScope> INNERMOST = new ThreadLocal<>();

    private final Session session;
    private final String call;
    private final boolean writes;
    private final @Nullable Throwable begunAt;
    private final @Nullable ClosureScope outer;

    private ClosureScope(Session session, String call, boolean writes, @Nullable Throwable begunAt) {
        this.session = session;
        this.call = call;
        this.writes = writes;
        this.begunAt = begunAt;
        this.outer = INNERMOST.get();
    }

    /**
     * Enters; {@link #close} leaves.
     *
     * @param call how messages name it: {@code write}, {@code readAsync}, ...
     * @param begunAt where it was called, when diagnostics are on
     */
    public static ClosureScope enter(Session session, String call, boolean writes, @Nullable Throwable begunAt) {
        ClosureScope scope = new ClosureScope(session, call, writes, begunAt);
        INNERMOST.set(scope);
        return scope;
    }

    static @Nullable ClosureScope innermost() {
        return INNERMOST.get();
    }

    Session session() {
        return session;
    }

    String call() {
        return call;
    }

    boolean writes() {
        return writes;
    }

    @Nullable
    Throwable begunAt() {
        return begunAt;
    }

    @Nullable
    ClosureScope outer() {
        return outer;
    }

    @Override
    public void close() {
        if (outer == null) {
            INNERMOST.remove();
        } else {
            INNERMOST.set(outer);
        }
    }
}
