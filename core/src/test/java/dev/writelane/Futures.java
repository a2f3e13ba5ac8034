package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Outcomes of futures, and closures that stand still until they are told to go on. Time limits are against hangs only. */
public final class Futures {
    private static final long SECONDS_AGAINST_HANGS = 60;

    private Futures() {}

    /** The result, or what the future failed with, thrown as it is. */
    public static <T> T outcome(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(SECONDS_AGAINST_HANGS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception exception) {
                throw exception;
            }
            throw (Error) e.getCause();
        }
    }

    public static void assertOutcome(long expected, CompletableFuture<? extends Number> future) throws Exception {
        assertThat(outcome(future).longValue()).isEqualTo(expected);
    }

    /** What it failed with; fails when it did not. */
    public static Throwable failure(CompletableFuture<?> future) throws InterruptedException, TimeoutException {
        try {
            Object result = future.get(SECONDS_AGAINST_HANGS, TimeUnit.SECONDS);
            throw new AssertionError("the future did not fail but gave " + result);
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    /** It must fail with this SQLState; the error. */
    public static SQLException assertState(String state, CompletableFuture<?> future) throws Exception {
        Throwable error = failure(future);
        assertThat(error).isInstanceOf(SQLException.class);
        assertThat(((SQLException) error).getSQLState())
                .as("SQLState of: %s", error)
                .isEqualTo(state);
        return (SQLException) error;
    }

    public static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SECONDS_AGAINST_HANGS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A closure that stands still inside. */
    public static final class Gate {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);

        /** Called by the closure. */
        public void standStill() {
            entered.countDown();
            Futures.await(opened);
        }

        /** Returns when the closure stands still. */
        public void awaitEntered() {
            Futures.await(entered);
        }

        public void open() {
            opened.countDown();
        }
    }
}
