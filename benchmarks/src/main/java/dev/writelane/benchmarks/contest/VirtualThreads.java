package dev.writelane.benchmarks.contest;

import java.util.concurrent.ThreadFactory;

/** By reflection: this is compiled for JDK 17. */
public final class VirtualThreads {
    private VirtualThreads() {}

    public static boolean exist() {
        return Runtime.version().feature() >= 21;
    }

    public static ThreadFactory factory() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("JDK " + Runtime.version().feature() + " has no virtual threads", e);
        }
    }
}
