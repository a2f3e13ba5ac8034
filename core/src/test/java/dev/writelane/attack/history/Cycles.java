package dev.writelane.attack.history;

import dev.writelane.attack.history.Graph.Edge;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Finds cycles of dependencies and calls each by the worst name that it has; one for each set of transactions in a tangle. */
final class Cycles {
    private static final int WRITES = Graph.Kind.WW.bit;
    private static final int READS_TOO = WRITES | Graph.Kind.WR.bit;
    private static final int OVERWRITTEN_TOO = READS_TOO | Graph.Kind.RW.bit;
    private static final int IN_TIME = OVERWRITTEN_TOO | Graph.Kind.TIME.bit;

    private final Dependencies dependencies;
    private final Graph graph;
    private final List<Anomaly> anomalies;
    private final BitSet named = new BitSet();

    private Cycles(Dependencies dependencies, List<Anomaly> anomalies) {
        this.dependencies = dependencies;
        this.graph = dependencies.graph();
        this.anomalies = anomalies;
    }

    static void check(Dependencies dependencies, List<Anomaly> anomalies) {
        Cycles cycles = new Cycles(dependencies, anomalies);
        cycles.find(WRITES, Anomaly.Kind.G0);
        cycles.find(READS_TOO, Anomaly.Kind.G1C);
        cycles.find(OVERWRITTEN_TOO, Anomaly.Kind.G2);
        cycles.find(IN_TIME, Anomaly.Kind.NOT_REAL_TIME);
    }

    private void find(int kinds, Anomaly.Kind kind) {
        for (int[] component : graph.components(kinds)) {
            if (IntStream.of(component).noneMatch(named::get)) {
                name(component, kinds, kind);
                IntStream.of(component).forEach(named::set);
            }
        }
    }

    private void name(int[] component, int kinds, Anomaly.Kind kind) {
        if (kind == Anomaly.Kind.G2) {
            List<Edge> single = withOneOverwrittenRead(component);
            if (!single.isEmpty()) {
                add(isLostUpdate(single) ? Anomaly.Kind.LOST_UPDATE : Anomaly.Kind.G_SINGLE, single);
                return;
            }
        }
        add(kind, graph.path(component[0], component[0], kinds));
    }

    private List<Edge> withOneOverwrittenRead(int[] component) {
        BitSet inside = new BitSet();
        IntStream.of(component).forEach(inside::set);
        for (int node : component) {
            for (Edge edge : graph.from(node)) {
                if (edge.kind() == Graph.Kind.RW && inside.get(edge.to())) {
                    List<Edge> back = graph.path(edge.to(), node, READS_TOO);
                    if (!back.isEmpty()) {
                        List<Edge> cycle = new ArrayList<>(List.of(edge));
                        cycle.addAll(back);
                        return cycle;
                    }
                }
            }
        }
        return List.of();
    }

    /** It overwrote what had overwritten what it read. */
    private static boolean isLostUpdate(List<Edge> cycle) {
        Edge last = cycle.get(cycle.size() - 1);
        return last.kind() == Graph.Kind.WW && last.key() == cycle.get(0).key();
    }

    private void add(Anomaly.Kind kind, List<Edge> cycle) {
        StringBuilder found = new StringBuilder();
        for (Edge edge : cycle) {
            if (dependencies.isTransaction(edge.from())) {
                found.append(dependencies.transaction(edge.from()));
                found.append(" -- ").append(edge).append(" --> ");
            }
        }
        anomalies.add(new Anomaly(kind, found + "the first"));
    }
}
