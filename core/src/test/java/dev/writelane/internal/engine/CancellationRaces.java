package dev.writelane.internal.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.writelane.attack.StartLine;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A request to stop reaches the thread that is just beginning to wait. */
public class CancellationRaces {
    private static final long AGAINST_HANGS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private CancellationRaces() {}

    /** Waits as the queues of lanes do. */
    private static String await(Cancellation cancellation) {
        long begun = System.nanoTime();
        cancellation.waitingThread(Thread.currentThread());
        while (!cancellation.isRequested()) {
            LockSupport.parkNanos(cancellation, AGAINST_HANGS_NANOS);
        }
        cancellation.waitingThread(null);
        return System.nanoTime() - begun < AGAINST_HANGS_NANOS ? "heard" : "lost";
    }

    /** Of one execution. */
    @JCStressTest
    @Outcome(id = "heard", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN, desc = "It sleeps on.")
    @State
    public static class WaitOrCancel {
        private final StartLine line = new StartLine();
        private final Cancellation cancellation = new Cancellation();

        @Actor
        public void waiter(L_Result result) {
            line.meet();
            result.r1 = await(cancellation);
        }

        @Actor
        public void canceller() {
            line.meet();
            cancellation.request();
        }
    }

    /** Of everything that the connection does. */
    @JCStressTest
    @Outcome(id = "heard", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN, desc = "It sleeps on.")
    @State
    public static class WaitOrStop {
        private final StartLine line = new StartLine();
        private final Stop stop = new Stop();
        private final Cancellation cancellation = new Cancellation(stop);

        @Actor
        public void waiter(L_Result result) {
            line.meet();
            result.r1 = await(cancellation);
        }

        @Actor
        public void canceller() {
            line.meet();
            stop.request();
        }
    }
}
