package dev.writelane.internal.lane;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.writelane.attack.StartLine;
import java.time.Duration;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** The end of a lane's turn: it goes to the first who waits, to nobody who has left, and nobody is left asleep beside it. */
public class TurnRaces {
    private TurnRaces() {}

    /** One lane that somebody has; its turn is always over. */
    public abstract static class Turns {
        final Lane lane = new Lane("read", null);
        final LaneSet lanes = new LaneSet("read", List.of(lane), Duration.ofNanos(1));
        final StartLine line = new StartLine();

        Turns() {
            lanes.tryTake(lane, Contender.hasty());
        }
    }

    /** One begins to wait while the turn ends. */
    @JCStressTest
    @Outcome(id = "lane, his", expect = ACCEPTABLE, desc = "It has it.")
    @Outcome(expect = FORBIDDEN, desc = "Not woken, or somebody else's.")
    @State
    public static class WaitOrEndOfTurn extends Turns {
        private final Contender waiter = Contender.patient();

        @Actor
        public void waiter(LL_Result result) {
            line.meet();
            result.r1 = waiter.want(lanes);
        }

        @Actor
        public void holder() {
            line.meet();
            lanes.release(lane);
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r2 = waiter.has(lane);
        }
    }

    /** Its time is over just when the turn ends. */
    @JCStressTest
    @Outcome(id = "lane, his, 0", expect = ACCEPTABLE, desc = "In time.")
    @Outcome(id = "55P03, free, 0", expect = ACCEPTABLE, desc = "Too late.")
    @Outcome(expect = FORBIDDEN, desc = "The lane went to one who had left, or it is in the queue for ever.")
    @State
    public static class TimeOutOrEndOfTurn extends Turns {
        private final Contender waiter = Contender.hasty();

        @Actor
        public void waiter(LLL_Result result) {
            line.meet();
            result.r1 = waiter.want(lanes);
        }

        @Actor
        public void holder() {
            line.meet();
            lanes.release(lane);
        }

        @Arbiter
        public void end(LLL_Result result) {
            result.r2 = waiter.has(lane);
            result.r3 = lanes.waiting();
        }
    }
}
