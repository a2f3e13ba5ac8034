package dev.writelane;

import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Platform threads, and virtual ones where the JDK has them (21 and later; tests are compiled for 17). */
public enum ThreadKind {
    PLATFORM {
        @Override
        public Thread unstarted(String name, Runnable work) {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        }
    },
    VIRTUAL {
        @Override
        public Thread unstarted(String name, Runnable work) {
            try {
                Method ofVirtual = Thread.class.getMethod("ofVirtual");
                Class<?> builder = Class.forName("java.lang.Thread$Builder");
                Object named = builder.getMethod("name", String.class).invoke(ofVirtual.invoke(null), name);
                return (Thread) builder.getMethod("unstarted", Runnable.class).invoke(named, work);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("This JDK has no virtual threads", e);
            }
        }
    };

    public abstract Thread unstarted(String name, Runnable work);

    public static Stream<ThreadKind> available() {
        return Runtime.version().feature() < 21 ? Stream.of(PLATFORM) : Stream.of(values());
    }

    /** Runs one call on a new thread of this kind. */
    public <T> CompletableFuture<T> call(String name, Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        unstarted(name, () -> {
                    try {
                        result.complete(work.call());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                })
                .start();
        return result;
    }
}
