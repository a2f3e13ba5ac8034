package dev.writelane.internal.error;

/** How messages name a thread. */
public final class ThreadName {
    private ThreadName() {}

    /** {@code thread main}, or {@code thread #31}. */
    public static String of(Thread thread) {
        return "thread " + alone(thread);
    }

    /** {@code main}; virtual threads mostly have no name, so their number stands in: {@code #31}. */
    @SuppressWarnings("deprecation") // Thread.threadId() is not there on 17
    public static String alone(Thread thread) {
        String name = thread.getName();
        return name.isEmpty() ? "#" + thread.getId() : name;
    }
}
