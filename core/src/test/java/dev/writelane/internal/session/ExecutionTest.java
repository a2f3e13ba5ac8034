package dev.writelane.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.internal.engine.Cancellation;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Waiting for a lane, waiting for another process and working share one timeout. */
class ExecutionTest {
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    @Test
    void whatIsLeftOfTheTimeoutBoundsEachWait() {
        Execution begun = Execution.begin(2 * HOUR, new Cancellation(), null);
        assertThat(begun.waitNanos(HOUR)).as("the lane's own limit").isEqualTo(HOUR);
        assertThat(begun.waitNanos(3 * HOUR)).isBetween(HOUR, 2 * HOUR);
        Execution halfway = new Execution(2 * HOUR, System.nanoTime() + HOUR, new Cancellation(), null);
        assertThat(halfway.waitNanos(3 * HOUR)).isBetween(0L, HOUR);
        assertThat(halfway.isOver()).isFalse();
        Execution over = new Execution(HOUR, System.nanoTime() - 1, new Cancellation(), null);
        assertThat(over.waitNanos(3 * HOUR)).isZero();
        assertThat(over.isOver()).isTrue();
    }

    @Test
    void withoutATimeoutOnlyTheLanesLimitCounts() {
        Execution endless = Execution.begin(0, new Cancellation(), null);
        assertThat(endless.waitNanos(3 * HOUR)).isEqualTo(3 * HOUR);
        assertThat(endless.isOver()).isFalse();
    }
}
