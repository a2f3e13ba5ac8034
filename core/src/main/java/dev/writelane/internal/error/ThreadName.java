package dev.writelane.internal.error;

/** How messages name a thread. */
public final class ThreadName {
    private ThreadName() {}

    /** {@code thread main}; virtual threads mostly have no name, so their number stands in: {@code thread #31}. */
    @SuppressWarnings("deprecation") // Thread.threadId() is not there on 17
    public static String of(Thread thread) {
        String name = thread.getName();
        return name.isEmpty() ? "thread #" + thread.getId() : "thread " + name;
    }
}
