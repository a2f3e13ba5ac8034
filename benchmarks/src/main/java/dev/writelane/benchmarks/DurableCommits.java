package dev.writelane.benchmarks;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;

/**
 * All turns of the durable commit, in the order in which they ran: each on a file of its own, who begins changes with the round.
 */
record DurableCommits(List<CommitTurn> turns) {
    static DurableCommits run(Scale scale, Path directory, Progress progress)
            throws SQLException, InterruptedException, ExecutionException {
        List<CommitTurn> turns = new ArrayList<>();
        Rival[] rivals = Rival.values();
        for (int round = 0; round < scale.rounds(); round++) {
            for (int i = 0; i < rivals.length; i++) {
                Rival rival = rivals[(i + round) % rivals.length];
                Path file = directory.resolve("commits-" + round + "-" + rival.label + ".db");
                CommitTurn turn = DurableCommit.run(rival, round + 1, scale, file);
                turns.add(turn);
                progress.say(
                        "durable commit, round %d of %d, %d threads, %-10s %,8.0f/s, p50 %.2f, p99.9 %.1f, max %.1f ms,"
                                + " %d errors, others' load %3.0f %%",
                        round + 1,
                        scale.rounds(),
                        scale.commitThreads(),
                        rival.label,
                        turn.perSecond(),
                        turn.p50(),
                        turn.p999(),
                        turn.max(),
                        turn.errors(),
                        100 * turn.otherLoad());
            }
        }
        return new DurableCommits(turns);
    }

    List<CommitTurn> of(Rival rival) {
        return turns.stream().filter(turn -> turn.rival() == rival).toList();
    }

    Sample of(Rival rival, ToDoubleFunction<CommitTurn> figure) {
        return new Sample(of(rival).stream().mapToDouble(figure).toArray());
    }

    /** What must not be, whatever the speed: a rival lost a commit, or Writelane failed or reported a commit wrongly. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (CommitTurn turn : turns) {
            if (turn.rowsBeyondAcknowledged() < 0) {
                faults.add(turn.rival().label + " lost " + -turn.rowsBeyondAcknowledged() + " acknowledged commits");
            }
            if (turn.rival() == Rival.WRITELANE && turn.rowsBeyondAcknowledged() > 0) {
                faults.add("Writelane reported " + turn.rowsBeyondAcknowledged() + " durable commits as errors");
            }
            if (turn.rival() == Rival.WRITELANE && !turn.firstError().isEmpty()) {
                faults.add("Writelane failed: " + turn.firstError());
            }
        }
        return faults;
    }
}
