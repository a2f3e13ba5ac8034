package dev.writelane.benchmarks;

import java.util.Locale;
import java.util.stream.Collectors;

/** The turns of the writes as JSON, one object for each. */
final class WriteJson {
    private WriteJson() {}

    static String write(Machine machine, Scale scale, Writes writes) {
        return String.format(
                Locale.ROOT,
                "{\n  \"machine\": %s,\n  \"inFlight\": %d,\n  \"secondsPerTurn\": %.1f,\n  \"turns\": [\n%s\n  ]\n}\n",
                text(machine.toString()),
                scale.inFlight(),
                scale.writeTime().toMillis() / 1000.0,
                writes.turns().stream().map(WriteJson::turn).collect(Collectors.joining(",\n")));
    }

    private static String turn(WriteTurn turn) {
        return String.format(
                Locale.ROOT,
                "    {\"synchronous\": %s, \"threads\": %d, \"form\": %s, \"rival\": %s, \"round\": %d, \"perSecond\": %.1f, \"p50Millis\": %.4f, \"p99Millis\": %.4f,"
                        + " \"p999Millis\": %.4f, \"maxMillis\": %.4f, \"slowestWriter\": %.3f, \"errors\": %d, \"firstError\": %s,"
                        + " \"acknowledged\": %d, \"rows\": %d, \"otherLoad\": %.3f}",
                text(turn.load().synchronous().toString()),
                turn.load().threads(),
                text(turn.load().form().label),
                text(turn.rival().label),
                turn.round(),
                turn.perSecond(),
                turn.p50(),
                turn.p99(),
                turn.p999(),
                turn.max(),
                turn.slowestWriter(),
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
