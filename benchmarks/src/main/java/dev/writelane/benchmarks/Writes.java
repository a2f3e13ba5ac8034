package dev.writelane.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;

/** All turns of the writes, in the order in which they ran: each on a file of its own, who begins changes with the round. */
record Writes(List<WriteTurn> turns) {
    static Writes run(Scale scale, Path directory, Progress progress)
            throws IOException, SQLException, InterruptedException, ExecutionException {
        List<WriteTurn> turns = new ArrayList<>();
        for (int round = 0; round < scale.writeRounds(); round++) {
            for (WriteLoad load : WriteLoad.all(scale)) {
                for (int i = 0; i < load.rivals().size(); i++) {
                    Rival rival = load.rivals().get((i + round) % load.rivals().size());
                    Path file = directory.resolve("writes.db");
                    WriteTurn turn = WriteRun.run(load, rival, round + 1, scale, file);
                    Files.delete(file);
                    turns.add(turn);
                    progress.say(
                            "writes, round %d of %d, %-35s %-32s %,8.0f/s, p50 %.3f, p99 %.2f, p99.9 %.2f, max %.1f ms,"
                                    + " slowest writer %.1f, %d errors, others' load %3.0f %%",
                            round + 1,
                            scale.writeRounds(),
                            load.label(),
                            rival.label,
                            turn.perSecond(),
                            turn.p50(),
                            turn.p99(),
                            turn.p999(),
                            turn.max(),
                            turn.slowestWriter(),
                            turn.errors(),
                            100 * turn.otherLoad());
                }
            }
        }
        return new Writes(turns);
    }

    List<WriteTurn> of(WriteLoad load, Rival rival) {
        return turns.stream()
                .filter(turn -> turn.load().equals(load) && turn.rival() == rival)
                .toList();
    }

    Sample of(WriteLoad load, Rival rival, ToDoubleFunction<WriteTurn> figure) {
        return new Sample(of(load, rival).stream().mapToDouble(figure).toArray());
    }

    /** What must not be, whatever the speed: a rival lost a commit, or Writelane failed or reported a commit wrongly. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (WriteTurn turn : turns) {
            String who = turn.rival().label + " (" + turn.load().label() + ")";
            if (turn.rowsBeyondAcknowledged() < 0) {
                faults.add(who + " lost " + -turn.rowsBeyondAcknowledged() + " acknowledged commits");
            }
            if (turn.rival().isWritelane() && turn.rowsBeyondAcknowledged() > 0) {
                faults.add(who + " reported " + turn.rowsBeyondAcknowledged() + " durable commits as errors");
            }
            if (turn.rival().isWritelane() && !turn.firstError().isEmpty()) {
                faults.add(who + " failed: " + turn.firstError());
            }
        }
        return faults;
    }
}
