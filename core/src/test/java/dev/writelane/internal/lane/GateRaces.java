package dev.writelane.internal.lane;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.writelane.attack.StartLine;
import dev.writelane.internal.engine.Cancellation;
import java.time.Duration;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** The queue in front of one lane: no wake-up is lost, no lane is given to nobody or to two, whatever ends a wait. */
public class GateRaces {
    private GateRaces() {}

    /** One lane that somebody has, and its queue. */
    public abstract static class Gate {
        final Lane lane = new Lane("write", null);
        final LaneSet gate = new LaneSet("write", List.of(lane), Duration.ZERO);

        /** Where there are two racers. */
        final StartLine line = new StartLine();

        Gate() {
            gate.tryTake(lane, Contender.hasty());
        }

        /** Gives it to the first in the queue who can be let in, as a group's leader does, or back. */
        final void passOnOrRelease() {
            Waiter next = gate.admit(null);
            if (next == null) {
                gate.release(lane);
            } else {
                gate.handOver(lane, next);
            }
        }
    }

    /** One begins to wait while the lane is given back. */
    @JCStressTest
    @Outcome(id = "lane, his", expect = ACCEPTABLE, desc = "It has it.")
    @Outcome(expect = FORBIDDEN, desc = "Not woken, or somebody else's.")
    @State
    public static class WaitOrRelease extends Gate {
        private final Contender waiter = Contender.patient();

        @Actor
        public void waiter(LL_Result result) {
            line.meet();
            result.r1 = waiter.want(gate);
        }

        @Actor
        public void holder() {
            line.meet();
            gate.release(lane);
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r2 = waiter.has(lane);
        }
    }

    /** Its time is over just when the lane is given back. */
    @JCStressTest
    @Outcome(id = "lane, his, 0", expect = ACCEPTABLE, desc = "In time.")
    @Outcome(id = "55P03, free, 0", expect = ACCEPTABLE, desc = "Too late.")
    @Outcome(expect = FORBIDDEN, desc = "The lane went to one who had left, or it is in the queue for ever.")
    @State
    public static class TimeOutOrRelease extends Gate {
        private final Contender waiter = Contender.hasty();

        @Actor
        public void waiter(LLL_Result result) {
            line.meet();
            result.r1 = waiter.want(gate);
        }

        @Actor
        public void holder() {
            line.meet();
            gate.release(lane);
        }

        @Arbiter
        public void end(LLL_Result result) {
            result.r2 = waiter.has(lane);
            result.r3 = gate.waiting();
        }
    }

    /** Its time is over just when the lane is handed to it. */
    @JCStressTest
    @Outcome(id = "lane, his, 0", expect = ACCEPTABLE, desc = "In time.")
    @Outcome(id = "55P03, free, 0", expect = ACCEPTABLE, desc = "Too late.")
    @Outcome(expect = FORBIDDEN, desc = "The lane went to one who had left.")
    @State
    public static class TimeOutOrHandOver extends Gate {
        private final Contender waiter = Contender.hasty();

        @Actor
        public void waiter(LLL_Result result) {
            line.meet();
            result.r1 = waiter.want(gate, null, Guest.GOES_ON);
        }

        @Actor
        public void holder() {
            line.meet();
            passOnOrRelease();
        }

        @Arbiter
        public void end(LLL_Result result) {
            result.r2 = waiter.has(lane);
            result.r3 = gate.waiting();
        }
    }

    /** It is cancelled just when the lane is handed to it, by the one who hands it over or by a third. */
    @JCStressTest
    @Outcome(id = "lane, his, 0", expect = ACCEPTABLE, desc = "In time.")
    @Outcome(id = "57014, free, 0", expect = ACCEPTABLE, desc = "Cancelled.")
    @Outcome(expect = FORBIDDEN, desc = "The lane went to one who had left, or nobody was woken.")
    @State
    public static class CancelOrHandOver extends Gate {
        private final Contender waiter = Contender.patient();
        private final Cancellation cancellation = new Cancellation();

        @Actor
        public void waiter(LLL_Result result) {
            result.r1 = waiter.want(gate, cancellation, Guest.GOES_ON);
        }

        @Actor
        public void holder() {
            passOnOrRelease();
        }

        @Actor
        public void canceller() {
            cancellation.request();
        }

        @Arbiter
        public void end(LLL_Result result) {
            result.r2 = waiter.has(lane);
            result.r3 = gate.waiting();
        }
    }

    /** Nobody gives the lane back: the request alone must end the wait. */
    @JCStressTest
    @Outcome(id = "57014, another's", expect = ACCEPTABLE, desc = "Cancelled.")
    @Outcome(expect = FORBIDDEN, desc = "Not heard.")
    @State
    public static class ACancelIsHeard extends Gate {
        private final Contender waiter = Contender.patient();
        private final Cancellation cancellation = new Cancellation();

        @Actor
        public void waiter(LL_Result result) {
            line.meet();
            result.r1 = waiter.want(gate, cancellation, null);
        }

        @Actor
        public void canceller() {
            line.meet();
            cancellation.request();
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r2 = waiter.has(lane);
        }
    }

    /** The first in the queue is woken and gives up at the same time: it has to wake the next. */
    @JCStressTest
    @Outcome(
            id = {"55P03, lane, his", "lane, lane, his"},
            expect = ACCEPTABLE,
            desc = "The second has it in the end.")
    @Outcome(expect = FORBIDDEN, desc = "The second was not woken.")
    @State
    public static class WhoeverGivesUpWakesTheNext extends Gate {
        private final Contender hasty = Contender.hasty();
        private final Contender patient = Contender.patient();

        @Actor
        public void hasty(LLL_Result result) {
            String got = hasty.want(gate);
            result.r1 = got;
            if (got.equals(Contender.LANE)) {
                gate.release(lane);
            }
        }

        @Actor
        public void patient(LLL_Result result) {
            result.r2 = patient.want(gate);
        }

        @Actor
        public void holder() {
            gate.release(lane);
        }

        @Arbiter
        public void end(LLL_Result result) {
            result.r3 = patient.has(lane);
        }
    }

    /** A group's leader finds nobody and gives the lane back while one joins. */
    @JCStressTest
    @Outcome(id = "lane, his", expect = ACCEPTABLE, desc = "Joined, or came behind.")
    @Outcome(expect = FORBIDDEN, desc = "Forgotten in the queue.")
    @State
    public static class JoinOrFinish extends Gate {
        private final Contender joining = Contender.patient();

        @Actor
        public void joining(LL_Result result) {
            line.meet();
            result.r1 = joining.want(gate, null, Guest.GOES_ON);
        }

        @Actor
        public void leader() {
            line.meet();
            passOnOrRelease();
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r2 = joining.has(lane);
        }
    }

    /** An errand is done by the holder or by its owner, who finds the lane free at the same moment. */
    @JCStressTest
    @Outcome(id = "admitted, 1, free", expect = ACCEPTABLE, desc = "The holder does it.")
    @Outcome(id = "lane, 0, his", expect = ACCEPTABLE, desc = "The owner does it.")
    @Outcome(expect = FORBIDDEN, desc = "Both, or nobody.")
    @State
    public static class ErrandOrLane extends Gate {
        private final Contender owner = Contender.patient();
        private int done;

        @Actor
        public void owner(LLL_Result result) {
            line.meet();
            Guest.Errand errand = group -> {};
            result.r1 = owner.want(gate, null, errand);
        }

        @Actor
        public void holder(LLL_Result result) {
            line.meet();
            doErrandAndRelease();
            if (gate.tryTake(lane, Contender.hasty())) { // and another one who comes by
                doErrandAndRelease();
            }
            result.r2 = done;
        }

        private void doErrandAndRelease() {
            Group group = new Group(lane);
            Waiter admitted = gate.admit(group);
            if (admitted != null) {
                group.tells(admitted.thread());
                done++;
            }
            gate.release(lane);
            group.settle(null);
        }

        @Arbiter
        public void end(LLL_Result result) {
            result.r3 = owner.has(lane);
        }
    }

    /** The database closes while one waits: it must hear of it. */
    @JCStressTest
    @Outcome(id = "08003, another's, 0", expect = ACCEPTABLE, desc = "Closed.")
    @Outcome(expect = FORBIDDEN, desc = "Not heard.")
    @State
    public static class ACloseIsHeard extends Gate {
        private final Contender waiter = Contender.patient();

        @Actor
        public void waiter(LLL_Result result) {
            line.meet();
            result.r1 = waiter.want(gate);
        }

        @Actor
        public void closer() {
            line.meet();
            gate.close();
        }

        @Arbiter
        public void end(LLL_Result result) {
            result.r2 = waiter.has(lane);
            result.r3 = gate.waiting();
        }
    }

    /** The closing database takes lanes as users do: the handle is the one's or the other's. */
    @JCStressTest
    @Outcome(id = "lane, false, his", expect = ACCEPTABLE, desc = "The user has it, the closing waits.")
    @Outcome(
            id = {"08003, true, another's", "55P03, true, another's"},
            expect = ACCEPTABLE,
            desc = "The closing has it.")
    @Outcome(expect = FORBIDDEN, desc = "Closed while in use, or never.")
    @State
    public static class UseOrClose {
        private final StartLine line = new StartLine();
        private final Lane lane = new Lane("write", null);
        private final LaneSet gate = new LaneSet("write", List.of(lane), Duration.ZERO);
        private final Contender user = Contender.hasty();

        @Actor
        public void user(LLL_Result result) {
            line.meet();
            result.r1 = user.want(gate);
        }

        @Actor
        public void closer(LLL_Result result) {
            line.meet();
            gate.close();
            result.r2 = gate.tryTake(lane, Contender.hasty());
        }

        @Arbiter
        public void end(LLL_Result result) {
            result.r3 = user.has(lane);
        }
    }
}
