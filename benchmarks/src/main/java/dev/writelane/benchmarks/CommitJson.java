package dev.writelane.benchmarks;

import java.util.Locale;
import java.util.stream.Collectors;

/** The turns of the durable commit as JSON, one object for each. */
final class CommitJson {
    private CommitJson() {}

    static String write(Machine machine, Scale scale, DurableCommits commits) {
        return String.format(
                Locale.ROOT,
                "{\n  \"machine\": %s,\n  \"threads\": %d,\n  \"secondsPerTurn\": %.1f,\n  \"turns\": [\n%s\n  ]\n}\n",
                text(machine.toString()),
                scale.commitThreads(),
                scale.commitTime().toMillis() / 1000.0,
                commits.turns().stream().map(CommitJson::turn).collect(Collectors.joining(",\n")));
    }

    private static String turn(CommitTurn turn) {
        return String.format(
                Locale.ROOT,
                "    {\"rival\": %s, \"round\": %d, \"perSecond\": %.1f, \"p50Millis\": %.4f, \"p99Millis\": %.4f,"
                        + " \"p999Millis\": %.4f, \"maxMillis\": %.4f, \"errors\": %d, \"firstError\": %s,"
                        + " \"acknowledged\": %d, \"rows\": %d, \"otherLoad\": %.3f}",
                text(turn.rival().label),
                turn.round(),
                turn.perSecond(),
                turn.p50(),
                turn.p99(),
                turn.p999(),
                turn.max(),
                turn.errors(),
                text(turn.firstError()),
                turn.acknowledged(),
                turn.rows(),
                Double.isNaN(turn.otherLoad()) ? -1 : turn.otherLoad());
    }

    private static String text(String value) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
