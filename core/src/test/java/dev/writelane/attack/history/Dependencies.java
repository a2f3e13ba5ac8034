package dev.writelane.attack.history;

import dev.writelane.attack.history.Graph.Kind;
import dev.writelane.attack.history.Txn.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who must come before whom. With several levels in one history (Adya's mixing): everybody's overwriting counts, everybody's reading
 * of versions, but that a version was overwritten after it was read, and the clock, only for those who were promised
 * {@link Level#SERIALIZABLE}.
 */
final class Dependencies {
    private final History history;
    private final VersionOrder order;
    private final Graph graph = new Graph();
    private final List<Txn> transactions = new ArrayList<>();
    private final Map<Long, Integer> nodes = new HashMap<>();

    Dependencies(History history, VersionOrder order) {
        this.history = history;
        this.order = order;
        for (Txn txn : history.transactions()) {
            if (history.takesPart(txn)) {
                nodes.put(txn.id(), graph.add());
                transactions.add(txn);
            }
        }
        transactions.forEach(this::depend);
        inRealTime();
    }

    Graph graph() {
        return graph;
    }

    /** Whether it stands for a transaction, and not for a moment. */
    boolean isTransaction(int node) {
        return node < transactions.size();
    }

    Txn transaction(int node) {
        return transactions.get(node);
    }

    private void depend(Txn txn) {
        int self = node(txn.id());
        if (history.committed(txn)) {
            for (Op.Write write : History.writes(txn)) {
                edges(self, Kind.WW, write.key(), write.version());
            }
        }
        for (Op.Read read : History.reads(txn)) {
            long version = read.version();
            int writer = node(Version.writer(version));
            if (writer >= 0 && writer != self) {
                graph.edge(writer, self, Kind.WR, read.key());
            }
            if (writer != self && txn.level() == Level.SERIALIZABLE) {
                edges(self, Kind.RW, read.key(), version);
            }
        }
    }

    /** To those whose version came directly behind this one. */
    private void edges(int self, Kind kind, int key, long version) {
        for (long behind : order.after(key, version)) {
            int other = node(Version.writer(behind));
            if (other >= 0) {
                graph.edge(self, other, kind, key);
            }
        }
    }

    private int node(long id) {
        return nodes.getOrDefault(id, -1);
    }

    /** By way of moments: each acknowledgement is one, and each leads to the next, so that there are few edges. */
    private void inRealTime() {
        List<Txn> ended = transactions.stream()
                .filter(txn -> txn.outcome() != Outcome.UNKNOWN)
                .sorted(Comparator.comparingLong(Txn::ended))
                .toList();
        List<Txn> begun = transactions.stream()
                .filter(txn -> txn.level() == Level.SERIALIZABLE)
                .sorted(Comparator.comparingLong(Txn::began))
                .toList();
        int moment = -1;
        int next = 0;
        for (Txn txn : begun) {
            for (; next < ended.size() && ended.get(next).ended() < txn.began(); next++) {
                int later = graph.add();
                graph.edge(node(ended.get(next).id()), later, Kind.TIME, 0);
                if (moment >= 0) {
                    graph.edge(moment, later, Kind.TIME, 0);
                }
                moment = later;
            }
            if (moment >= 0) {
                graph.edge(moment, node(txn.id()), Kind.TIME, 0);
            }
        }
    }
}
