package dev.writelane.internal.session;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.writelane.Ownership;
import dev.writelane.attack.StartLine;
import dev.writelane.internal.lane.KitHolder;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLI_Result;

/** One thread at a time inside a connection, with each ownership, whoever it is that enters. */
public class UseGuardRaces {
    private static final long AGAINST_HANGS_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** Long enough that the other comes by now and then. */
    private static final int STAY = 20;

    private UseGuardRaces() {}

    /** A connection, and something that its users do without a guard of its own. */
    public abstract static class Guarded {
        final UseGuard guard;
        final StartLine line = new StartLine();
        int done;

        Guarded(Ownership ownership) {
            guard = new UseGuard(new KitHolder("a connection"), ownership, AGAINST_HANGS_NANOS);
        }

        private String inside() {
            int before = done;
            for (int i = 0; i < STAY; i++) {
                Thread.onSpinWait();
            }
            done = before + 1;
            guard.close();
            return "in";
        }

        final String use() {
            try {
                guard.enter("connection");
            } catch (SQLException e) {
                return e.getSQLState();
            }
            return inside();
        }

        final String end() {
            try {
                guard.enterToEnd("connection");
            } catch (SQLException e) {
                return e.getSQLState();
            }
            return inside();
        }

        final String force() {
            return guard.enterForced() ? inside() : "busy";
        }
    }

    @JCStressTest
    @Outcome(id = "in, in, 2", expect = ACCEPTABLE, desc = "One after the other.")
    @Outcome(
            id = {"25000, in, 1", "in, 25000, 1"},
            expect = ACCEPTABLE,
            desc = "The second is refused.")
    @Outcome(expect = FORBIDDEN, desc = "Both inside at once.")
    @State
    public static class ExclusiveUse extends Guarded {
        public ExclusiveUse() {
            super(Ownership.EXCLUSIVE);
        }

        @Actor
        public void first(LLI_Result result) {
            line.meet();
            result.r1 = use();
        }

        @Actor
        public void second(LLI_Result result) {
            line.meet();
            result.r2 = use();
        }

        @Arbiter
        public void all(LLI_Result result) {
            result.r3 = done;
        }
    }

    @JCStressTest
    @Outcome(id = "in, in, 2", expect = ACCEPTABLE, desc = "The end waits for its turn.")
    @Outcome(id = "25000, in, 1", expect = ACCEPTABLE, desc = "The use is refused during the end.")
    @Outcome(expect = FORBIDDEN, desc = "Both inside at once, or the end was refused.")
    @State
    public static class ExclusiveEnd extends Guarded {
        public ExclusiveEnd() {
            super(Ownership.EXCLUSIVE);
        }

        @Actor
        public void user(LLI_Result result) {
            line.meet();
            result.r1 = use();
        }

        @Actor
        public void ender(LLI_Result result) {
            line.meet();
            result.r2 = end();
        }

        @Arbiter
        public void all(LLI_Result result) {
            result.r3 = done;
        }
    }

    @JCStressTest
    @Outcome(
            id = {"in, in, 2", "in, busy, 1"},
            expect = ACCEPTABLE,
            desc = "The kit comes only when nobody is inside.")
    @Outcome(expect = FORBIDDEN, desc = "Both inside at once, or the user was refused for the kit's sake.")
    @State
    public static class ExclusiveUseOrTheKit extends Guarded {
        public ExclusiveUseOrTheKit() {
            super(Ownership.EXCLUSIVE);
        }

        @Actor
        public void user(LLI_Result result) {
            line.meet();
            result.r1 = use();
        }

        @Actor
        public void kit(LLI_Result result) {
            line.meet();
            result.r2 = force();
        }

        @Arbiter
        public void all(LLI_Result result) {
            result.r3 = done;
        }
    }

    /** At most one of them obtained it, as chance has it. */
    @JCStressTest
    @Outcome(
            id = {"25000, 25000, 0", "25000, in, 1", "in, 25000, 1"},
            expect = ACCEPTABLE,
            desc = "The other is refused.")
    @Outcome(expect = FORBIDDEN, desc = "A thread that it does not belong to was let in.")
    @State
    public static class ThreadUse extends Guarded {
        public ThreadUse() {
            super(Ownership.THREAD);
        }

        @Actor
        public void first(LLI_Result result) {
            line.meet();
            result.r1 = use();
        }

        @Actor
        public void second(LLI_Result result) {
            line.meet();
            result.r2 = end();
        }

        @Arbiter
        public void all(LLI_Result result) {
            result.r3 = done;
        }
    }

    /** The thread that obtained it against the kit, which is none of its threads. */
    @JCStressTest
    @Outcome(
            id = {"in, in, 2", "in, busy, 1", "in, none, 1"},
            expect = ACCEPTABLE,
            desc = "One at a time.")
    @Outcome(expect = FORBIDDEN, desc = "Both inside at once, or the owner was refused.")
    @State
    public static class ThreadUseOrTheKit {
        private static final class Owned extends Guarded {
            Owned() {
                super(Ownership.THREAD);
            }
        }

        private volatile Owned owned;

        @Actor
        public void owner(LLI_Result result) {
            Owned mine = new Owned();
            owned = mine;
            result.r1 = mine.use();
        }

        @Actor
        public void kit(LLI_Result result) {
            Owned his = owned;
            result.r2 = his == null ? "none" : his.force();
        }

        @Arbiter
        public void all(LLI_Result result) {
            result.r3 = owned.done;
        }
    }

    @JCStressTest
    @Outcome(id = "in, in, 2", expect = ACCEPTABLE, desc = "Both have their turn.")
    @Outcome(expect = FORBIDDEN, desc = "Both inside at once, or one had no turn.")
    @State
    public static class OffUse extends Guarded {
        public OffUse() {
            super(Ownership.OFF);
        }

        @Actor
        public void first(LLI_Result result) {
            line.meet();
            result.r1 = use();
        }

        @Actor
        public void second(LLI_Result result) {
            line.meet();
            result.r2 = end();
        }

        @Arbiter
        public void all(LLI_Result result) {
            result.r3 = done;
        }
    }

    @JCStressTest
    @Outcome(
            id = {"in, in, 2", "in, busy, 1"},
            expect = ACCEPTABLE,
            desc = "The user always has its turn.")
    @Outcome(expect = FORBIDDEN, desc = "Both inside at once, or the kit left with the turn.")
    @State
    public static class OffUseOrTheKit extends Guarded {
        public OffUseOrTheKit() {
            super(Ownership.OFF);
        }

        @Actor
        public void user(LLI_Result result) {
            line.meet();
            result.r1 = use();
        }

        @Actor
        public void kit(LLI_Result result) {
            line.meet();
            result.r2 = force();
        }

        @Arbiter
        public void all(LLI_Result result) {
            result.r3 = done;
        }
    }
}
