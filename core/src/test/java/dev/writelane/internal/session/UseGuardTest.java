package dev.writelane.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.Ownership;
import dev.writelane.internal.lane.Holder;
import dev.writelane.internal.lane.KitHolder;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is inside of a connection that nobody can reach any more. */
class UseGuardTest {
    private static final Holder HOLDER = new KitHolder("a test");

    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private final UseGuard guard = new UseGuard(HOLDER, Ownership.EXCLUSIVE, TimeUnit.SECONDS.toNanos(60));

    @AfterEach
    void end() {
        other.shutdownNow();
    }

    @Test
    void whoLeftWithoutLeavingIsNotWaitedFor() throws Exception {
        other.submit(() -> guard.enter("connection")).get();
        awaitIdle();
        assertThat(guard.enterForced()).isFalse();
        assertThat(guard.enterAbandoned()).isTrue();
        guard.close();
        assertThat(guard.enterForced()).as("free again").isTrue();
    }

    @Test
    void norIsTheKitsOwnVisit() throws Exception {
        other.submit(guard::enterForced).get();
        awaitIdle();
        assertThat(guard.enterAbandoned()).isTrue();
    }

    @Test
    void whoIsStillInACallIsLeftAlone() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        var call = other.submit(() -> {
            try (UseGuard use = guard.enter("connection")) { // this class counts as one of the kit's by its package
                inside.countDown();
                leave.await();
            }
            return 1;
        });
        inside.await();
        assertThat(guard.enterAbandoned()).isFalse();
        leave.countDown();
        call.get();
        assertThat(guard.enterAbandoned()).isTrue();
    }

    /** The executor's thread is out of its task: it has answered a later one. */
    private void awaitIdle() throws Exception {
        Thread thread = other.submit(Thread::currentThread).get();
        while (thread.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
    }
}
