package dev.writelane.internal.lane;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.writelane.attack.StartLine;
import dev.writelane.internal.engine.NativeConnection;
import java.sql.SQLException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.LII_Result;

/** The connections of threads, which come and go, against the end of all. */
public class PerThreadRaces {
    private PerThreadRaces() {}

    /** The policy over databases in memory, and a closing that takes lanes as users do. */
    public abstract static class Policy {
        final PerThread policy = new PerThread(
                name -> new Lane(name, NativeConnection.open("jdbc:sqlite::memory:", ":memory:", name, false, 1)));

        final LaneSet lanes() {
            return policy.laneSets().get(0);
        }

        /** How many it took and closed. */
        final int close() {
            policy.close();
            int closed = 0;
            for (Lane lane : lanes().lanes()) {
                if (lanes().tryTake(lane, Contender.hasty())) {
                    close(lane);
                    closed++;
                }
            }
            return closed;
        }

        static void close(Lane lane) {
            try {
                lane.connection().close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The connection of a thread that has ended is closed by the watch or by the closing database. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "1, 1"},
            expect = ACCEPTABLE,
            desc = "By one of them.")
    @Outcome(expect = FORBIDDEN, desc = "By both, or by none.")
    @State
    public static class DeathOrClose extends Policy {
        private final StartLine line = new StartLine();

        public DeathOrClose() {
            Thread mortal = new Thread(() -> {
                try {
                    policy.release(policy.leaseForReading(Contender.hasty(), 1, null));
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            mortal.start();
            try {
                mortal.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Actor
        public void watch() {
            line.meet();
            policy.lookAfter();
        }

        @Actor
        public void closer(II_Result result) {
            line.meet();
            result.r1 = close();
        }

        @Arbiter
        public void end(II_Result result) {
            result.r2 = lanes().lanes().size();
        }
    }

    /** A thread opens its connection while the database closes. */
    @JCStressTest
    @Outcome(
            id = {"lane, 0, 1", "08003, 0, 0"},
            expect = ACCEPTABLE,
            desc = "It has one, or came too late.")
    @Outcome(id = "08003, 1, 1", expect = ACCEPTABLE, desc = "Opened just in time to be closed.")
    @Outcome(expect = FORBIDDEN, desc = "Opened behind the closing's back, or closed while in use.")
    @State
    public static class OpenOrClose extends Policy {
        private final StartLine line = new StartLine();

        @Actor
        public void user(LII_Result result) {
            line.meet();
            try {
                policy.leaseForReading(Contender.hasty(), 1, null);
                result.r1 = Contender.LANE;
            } catch (SQLException e) {
                result.r1 = e.getSQLState();
            }
        }

        @Actor
        public void closer(LII_Result result) {
            line.meet();
            result.r2 = close();
        }

        @Arbiter
        public void end(LII_Result result) {
            result.r3 = lanes().lanes().size();
            lanes().lanes().forEach(Policy::close);
        }
    }
}
