package dev.writelane.internal.lane;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.sql.SQLException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** The end of a group: all members are told, and all the same. */
public class GroupRaces {
    private GroupRaces() {}

    /** A member hands the transaction on, and waits while the last one settles. */
    @JCStressTest
    @Outcome(id = "lost, lost", expect = ACCEPTABLE, desc = "Both members are told why.")
    @Outcome(expect = FORBIDDEN, desc = "One was told something else.")
    @State
    public static class WaitOrSettle {
        private final Group group = new Group(new Lane("write", null));
        private volatile int handedOn;

        private String member() {
            synchronized (group) { // stands for the lease, which goes from member to member
                group.tells(Thread.currentThread());
                handedOn++;
            }
            SQLException lost = group.await();
            return lost == null ? "committed" : lost.getMessage();
        }

        @Actor
        public void first(LL_Result result) {
            result.r1 = member();
        }

        @Actor
        public void second(LL_Result result) {
            result.r2 = member();
        }

        @Actor
        public void last() {
            while (handedOn < 2) {
                Thread.yield();
            }
            group.settle(new SQLException("lost"));
        }
    }
}
