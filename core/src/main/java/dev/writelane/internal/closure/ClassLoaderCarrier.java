package dev.writelane.internal.closure;

import dev.writelane.spi.ContextCarrier;

/** Carries the context class loader, by which frameworks find classes and services. */
final class ClassLoaderCarrier implements ContextCarrier {
    @Override
    public Captured capture() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return () -> {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            return () -> thread.setContextClassLoader(before);
        };
    }
}
