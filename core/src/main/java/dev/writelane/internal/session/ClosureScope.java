package dev.writelane.internal.session;

import dev.writelane.internal.error.Errors;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The time during which a thread is inside a closure. A stack for each thread: closures of several databases may be nested. */
public final class ClosureScope implements AutoCloseable {
    private static final ThreadLocal<@Nullable ClosureScope> INNERMOST = new ThreadLocal<>();

    private final Object database;
    private final @Nullable Session session;
    private final String call;
    private final boolean writes;
    private final @Nullable Throwable begunAt;
    private final @Nullable ClosureScope outer;

    private ClosureScope(
            Object database, @Nullable Session session, String call, boolean writes, @Nullable Throwable begunAt) {
        this.database = database;
        this.session = session;
        this.call = call;
        this.writes = writes;
        this.begunAt = begunAt;
        this.outer = innermost();
    }

    /**
     * Enters; {@link #close} leaves.
     *
     * @param database whatever stands for the database; compared by identity
     * @param session the closure's session, if the database is one of lanes
     * @param call how messages name it: {@code write}, {@code readAsync}, ...
     * @param begunAt where it was called, when diagnostics are on
     */
    public static ClosureScope enter(
            Object database, @Nullable Session session, String call, boolean writes, @Nullable Throwable begunAt) {
        ClosureScope scope = new ClosureScope(database, session, call, writes, begunAt);
        INNERMOST.set(scope);
        return scope;
    }

    /** One whose leaving was cut short by the end of the stack is no scope any more. */
    static @Nullable ClosureScope innermost() {
        ClosureScope scope = INNERMOST.get();
        while (scope != null && scope.session != null && scope.session.isOver()) {
            scope = scope.outer;
        }
        return scope;
    }

    @Nullable
    Session session() {
        return session;
    }

    /** Whether it needs the one connection of its database that may write, or that there is. */
    private boolean isInTheWay(Object ofDatabase, boolean ofWrite, boolean oneConnection) {
        return database == ofDatabase && (oneConnection || ofWrite && writes);
    }

    /**
     * The error of a call inside of a closure of the same database on the same thread, which it would wait for; or null.
     *
     * @param call the inner call, such as {@code write()}
     * @param ofWrite whether it writes
     * @param oneConnection whether whatever runs needs the one connection that there is
     * @param name the database's, for messages
     */
    public static @Nullable SQLException refusalInside(
            Object database, String call, boolean ofWrite, boolean oneConnection, String name) {
        for (ClosureScope scope = innermost(); scope != null; scope = scope.outer) {
            if (scope.isInTheWay(database, ofWrite, oneConnection)) {
                return refusal(
                        call + " inside a " + scope.call + "() of " + name + " on the same thread ("
                                + Thread.currentThread().getName()
                                + ") would wait for itself: use the outer closure's connection.",
                        scope.begunAt);
            }
        }
        return null;
    }

    /** @param outer where the outer one began, when diagnostics are on */
    static SQLException refusal(String message, @Nullable Throwable outer) {
        SQLException refusal = Errors.misuse(
                "25001", message + (outer == null ? " diagnostics: true tells where the outer one began." : ""));
        refusal.initCause(outer);
        return refusal;
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
