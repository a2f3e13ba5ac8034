package dev.writelane.benchmarks;

/** Where a run says how far it is. */
public interface Progress {
    void say(String format, Object... values);
}
