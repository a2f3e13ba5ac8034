package dev.writelane.internal.lane;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.writelane.attack.StartLine;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A lease: one at a time, and what one holder did is seen by the next. */
public class LaneRaces {
    private LaneRaces() {}

    /** Two take a free lane. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "One has it.")
    @Outcome(expect = FORBIDDEN, desc = "Two leases at once, or none.")
    @State
    public static class OneTakes {
        private final StartLine line = new StartLine();
        private final Lane lane = new Lane("write", null);

        @Actor
        public void first(ZZ_Result result) {
            line.meet();
            result.r1 = lane.tryTake(Contender.hasty());
        }

        @Actor
        public void second(ZZ_Result result) {
            line.meet();
            result.r2 = lane.tryTake(Contender.hasty());
        }
    }

    /** Each takes it when it can, does something unguarded, and gives it back. */
    @JCStressTest
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "One after the other.")
    @Outcome(expect = FORBIDDEN, desc = "At the same time, or one did not see what the other did.")
    @State
    public static class OneAfterTheOther {
        private final StartLine line = new StartLine();
        private final Lane lane = new Lane("write", null);
        private int done;

        private void work() {
            while (!lane.tryTake(Contender.hasty())) {
                Thread.onSpinWait();
            }
            done++;
            lane.free();
        }

        @Actor
        public void first() {
            line.meet();
            work();
        }

        @Actor
        public void second() {
            line.meet();
            work();
        }

        @Arbiter
        public void all(I_Result result) {
            result.r1 = done;
        }
    }

    /** The lane is passed on without being free in between; a third may not slip in. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Taken after the second holder gave it back, with what both did.")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Not taken.")
    @Outcome(expect = FORBIDDEN, desc = "Taken while it was being passed on.")
    @State
    public static class PassedOn {
        private final StartLine line = new StartLine();
        private final Lane lane = new Lane("write", null);
        private boolean passing;
        private int done;

        public PassedOn() {
            lane.tryTake(Contender.hasty());
        }

        @Actor
        public void holder() {
            line.meet();
            passing = true;
            lane.handOver(Contender.hasty(), Thread.currentThread());
            done++;
            passing = false;
            lane.free();
        }

        @Actor
        public void third(II_Result result) {
            line.meet();
            if (lane.tryTake(Contender.hasty())) {
                result.r1 = passing ? 1 : 0;
                result.r2 = done;
            }
        }
    }
}
