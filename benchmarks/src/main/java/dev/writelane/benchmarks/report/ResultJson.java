package dev.writelane.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.writelane.benchmarks.contest.Heat;
import dev.writelane.benchmarks.contest.HeatResult;
import dev.writelane.benchmarks.contest.Kind;
import dev.writelane.benchmarks.contest.Ratio;
import dev.writelane.benchmarks.contest.Rival;
import dev.writelane.benchmarks.contest.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** All figures of one family, each turn by itself, for programs: latencies in milliseconds, what is unknown as null. */
final class ResultJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ResultJson() {}

    static String of(Report report, FamilyResult family) throws JsonProcessingException {
        Map<String, @Nullable Object> root = new LinkedHashMap<>();
        root.put("family", family.name());
        root.put("quick", report.quick());
        root.put("machine", report.machine().figures());
        root.put("versions", report.machine().versions());
        root.put("ratios", ratios(family.ratios()));
        root.put("heats", family.heats().stream().map(ResultJson::heat).toList());
        root.put("figures", family.figures().stream().map(ResultJson::finite).toList());
        root.put("skipped", family.skipped());
        root.put("faults", family.faults());
        return JSON.writeValueAsString(root) + "\n";
    }

    private static Map<String, @Nullable Object> heat(HeatResult result) {
        Heat heat = result.heat();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", heat.id());
        json.put("work", heat.work().label());
        json.put("rows", heat.rows());
        json.put("synchronous", heat.load().synchronous().name());
        json.put("threads", heat.load().threads());
        json.put("virtualThreads", heat.load().virtual());
        json.put("askedPerSecond", heat.load().perSecond() > 0 ? heat.load().perSecond() : null);
        json.put("base", heat.base().label);
        List<Object> rivals = new ArrayList<>();
        for (Rival rival : heat.rivals()) {
            Map<String, @Nullable Object> each = new LinkedHashMap<>();
            each.put("rival", rival.label);
            each.put("errors", result.errors(rival));
            each.put("firstError", result.firstError(rival));
            each.put("missing", result.missing().get(rival));
            each.put("perSecondToBase", ratio(result, rival, Turn::perSecond));
            each.put("perCpuSecondToBase", ratio(result, rival, Turn::perCpuSecond));
            rivals.add(each);
        }
        json.put("rivals", rivals);
        json.put("turns", turns(result));
        return json;
    }

    private static List<Object> turns(HeatResult result) {
        List<Object> turns = new ArrayList<>();
        List<Rival> order = result.heat().rivals();
        for (Rival rival : order) {
            List<Turn> ofRival = result.turns().getOrDefault(rival, List.of());
            for (int round = 0; round < ofRival.size(); round++) {
                Turn turn = ofRival.get(round);
                Map<String, @Nullable Object> json = new LinkedHashMap<>();
                json.put("rival", rival.label);
                json.put("round", round + 1);
                json.put("seconds", turn.seconds());
                json.put("operations", turn.operations());
                json.put("perSecond", finite(turn.perSecond()));
                json.put("perCpuSecond", finite(turn.perCpuSecond()));
                json.put("slowestThreadToMean", finite(turn.slowestThread()));
                json.put("errors", turn.errors());
                json.put("firstError", turn.firstError());
                for (Kind kind : Kind.values()) {
                    if (!Double.isNaN(turn.millis(kind, 50))) {
                        json.put(kind.name().toLowerCase(Locale.ROOT) + "Millis", latencies(turn, kind));
                    }
                }
                json.put("otherLoad", finite(otherLoad(result, order.indexOf(rival), ofRival.size(), round)));
                turns.add(json);
            }
        }
        return turns;
    }

    /** They are told rival by rival. */
    private static double otherLoad(HeatResult result, int rival, int rounds, int round) {
        int index = rival * rounds + round;
        return index < result.otherLoads().size() ? result.otherLoads().get(index) : Double.NaN;
    }

    private static Map<String, Object> latencies(Turn turn, Kind kind) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("samples", turn.samples(kind));
        json.put("p50", turn.millis(kind, 50));
        json.put("p90", turn.millis(kind, 90));
        json.put("p99", turn.millis(kind, 99));
        json.put("p99.9", turn.millis(kind, 99.9));
        json.put("max", turn.millis(kind, 100));
        return json;
    }

    private static Object ratio(HeatResult result, Rival rival, ToDoubleFunction<Turn> figure) {
        return ratio(result.ratio(rival, figure));
    }

    private static Map<String, Object> ratios(Map<String, Ratio> ratios) {
        Map<String, Object> json = new LinkedHashMap<>();
        ratios.forEach((id, ratio) -> json.put(id, ratio(ratio)));
        return json;
    }

    private static Map<String, @Nullable Object> ratio(Ratio ratio) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("value", finite(ratio.value()));
        json.put("low", finite(ratio.low()));
        json.put("high", finite(ratio.high()));
        return json;
    }

    private static Map<String, @Nullable Object> finite(Map<String, Object> figure) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        figure.forEach((key, value) -> json.put(key, value instanceof Double number ? finite(number) : value));
        return json;
    }

    /** JSON has neither NaN nor infinity. */
    private static @Nullable Double finite(double number) {
        return Double.isFinite(number) ? number : null;
    }
}
