package dev.writelane.spi;

import org.jspecify.annotations.Nullable;

/**
 * Carries something that belongs to the calling thread over to the thread of the kit that runs its {@code readAsync} or
 * {@code writeAsync} closure: a trace, a tenant, a security context.
 *
 * <p>The context class loader and SLF4J's MDC are carried over without it. Found by {@link java.util.ServiceLoader} or given to
 * {@link dev.writelane.SqliteConfig.Builder#contextCarrier}. Called by many threads at once.
 *
 * <pre>{@code
 * ContextCarrier tenant = () -> {
 *     String name = Tenant.current();              // on the calling thread
 *     return () -> {
 *         String before = Tenant.current();        // on the kit's thread, before the closure
 *         Tenant.set(name);
 *         return () -> Tenant.set(before);         // after it, whatever happened
 *     };
 * };
 * }</pre>
 */
@FunctionalInterface
public interface ContextCarrier {
    /**
     * Takes what is to be carried, on the calling thread, which may be an event loop: it must not block. What it throws is thrown by
     * the call of {@code readAsync} or {@code writeAsync}.
     *
     * @return what was taken, or null when there is nothing to carry
     */
    @Nullable
    Captured capture();

    /** What was taken from one calling thread, for one closure. */
    @FunctionalInterface
    interface Captured {
        /** Sets it up on the thread that is about to run the closure. What it throws fails the future; the closure does not run then. */
        Scope enter();
    }

    /** The time during which a closure runs with it. */
    @FunctionalInterface
    interface Scope extends AutoCloseable {
        /** Restores what the thread had before. What it throws is logged. */
        @Override
        void close();
    }
}
