package dev.writelane.jdbi;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Platform threads, and virtual ones where the JDK has them (21 and later; tests are compiled for 17). */
enum ThreadKind {
    PLATFORM {
        @Override
        ExecutorService executor(int threads) {
            return Executors.newFixedThreadPool(threads);
        }
    },
    /** As many as there are tasks. */
    VIRTUAL {
        @Override
        ExecutorService executor(int threads) {
            try {
                return (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("This JDK has no virtual threads", e);
            }
        }
    };

    abstract ExecutorService executor(int threads);

    static Stream<ThreadKind> available() {
        return Runtime.version().feature() < 21 ? Stream.of(PLATFORM) : Stream.of(values());
    }
}
