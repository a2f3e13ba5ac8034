package dev.writelane.benchmarks.contest;

import java.util.concurrent.CompletableFuture;

/** A task whose operations end later, on threads of the rival's, so that one thread can have many of them in flight. */
public interface Pipelined extends Task {
    /** How many at most. */
    int inFlight();

    /** Begins one operation; what it changed is committed when the future completes. */
    CompletableFuture<Kind> begin(long number) throws Exception;

    @Override
    default Kind once(long number) throws Exception {
        return begin(number).get();
    }
}
