package dev.writelane.benchmarks.contest;

/** What an operation is for whoever waits for it: latencies are told apart by this. */
public enum Kind {
    READ,
    WRITE
}
