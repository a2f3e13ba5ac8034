package dev.writelane.attack.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** A directed graph with edges of several kinds; what is asked of it is asked of some kinds only. */
final class Graph {
    /** Must come before; the bits make sets of kinds. */
    enum Kind {
        /** Overwrites what the first wrote. */
        WW(1),
        /** Reads what the first wrote. */
        WR(2),
        /** Overwrites what the first read. */
        RW(4),
        /** Began after the first was acknowledged. */
        TIME(8);

        final int bit;

        Kind(int bit) {
            this.bit = bit;
        }
    }

    record Edge(int from, int to, Kind kind, int key) {
        @Override
        public String toString() {
            return kind == Kind.TIME ? "then" : kind.name().toLowerCase(Locale.ROOT) + " " + key;
        }
    }

    private final List<List<Edge>> edges = new ArrayList<>();

    int add() {
        edges.add(new ArrayList<>(4));
        return edges.size() - 1;
    }

    int size() {
        return edges.size();
    }

    void edge(int from, int to, Kind kind, int key) {
        if (from != to) {
            edges.get(from).add(new Edge(from, to, kind, key));
        }
    }

    List<Edge> from(int node) {
        return edges.get(node);
    }

    /** Every set of nodes in which each reaches each by edges of these kinds; single nodes left out. */
    List<int[]> components(int kinds) {
        return new Components(kinds).found;
    }

    /** A shortest way of one edge or more, by edges of these kinds; empty when there is none. */
    List<Edge> path(int from, int to, int kinds) {
        Edge[] reachedBy = new Edge[edges.size()];
        Deque<Integer> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty() && reachedBy[to] == null) {
            for (Edge edge : from(open.remove())) {
                if ((edge.kind().bit & kinds) != 0 && reachedBy[edge.to()] == null) {
                    reachedBy[edge.to()] = edge;
                    open.add(edge.to());
                }
            }
        }
        return back(reachedBy, from, to);
    }

    private static List<Edge> back(Edge[] reachedBy, int from, int to) {
        List<Edge> path = new ArrayList<>();
        for (Edge edge = reachedBy[to]; edge != null; edge = edge.from() == from ? null : reachedBy[edge.from()]) {
            path.add(edge);
        }
        Collections.reverse(path);
        return path;
    }

    /** Tarjan's algorithm, without recursion because histories are long. */
    private final class Components {
        private final List<int[]> found = new ArrayList<>();
        private final int kinds;
        private final int[] index = new int[edges.size()];
        private final int[] low = new int[edges.size()];
        private final int[] next = new int[edges.size()];
        private final boolean[] onStack = new boolean[edges.size()];
        private final int[] stack = new int[edges.size()];
        private final int[] calls = new int[edges.size()];
        private int stacked;
        private int visited;

        Components(int kinds) {
            this.kinds = kinds;
            Arrays.fill(index, -1);
            for (int node = 0; node < edges.size(); node++) {
                if (index[node] < 0) {
                    visitFrom(node);
                }
            }
        }

        private void visitFrom(int root) {
            int depth = 0;
            calls[depth] = enter(root);
            while (depth >= 0) {
                int node = calls[depth];
                int child = nextChild(node);
                if (child >= 0) {
                    calls[++depth] = enter(child);
                } else {
                    leave(node);
                    depth--;
                    if (depth >= 0) {
                        low[calls[depth]] = Math.min(low[calls[depth]], low[node]);
                    }
                }
            }
        }

        private int enter(int node) {
            index[node] = low[node] = visited++;
            stack[stacked++] = node;
            onStack[node] = true;
            return node;
        }

        private int nextChild(int node) {
            List<Edge> out = from(node);
            while (next[node] < out.size()) {
                Edge edge = out.get(next[node]++);
                if ((edge.kind().bit & kinds) == 0) {
                    continue;
                }
                if (index[edge.to()] < 0) {
                    return edge.to();
                }
                if (onStack[edge.to()]) {
                    low[node] = Math.min(low[node], index[edge.to()]);
                }
            }
            return -1;
        }

        private void leave(int node) {
            if (low[node] != index[node]) {
                return;
            }
            int end = stacked;
            do {
                onStack[stack[--stacked]] = false;
            } while (stack[stacked] != node);
            if (end - stacked > 1) {
                found.add(Arrays.copyOfRange(stack, stacked, end));
            }
        }
    }
}
