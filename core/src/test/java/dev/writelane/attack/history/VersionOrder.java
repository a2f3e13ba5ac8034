package dev.writelane.attack.history;

import dev.writelane.attack.history.Anomaly.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In which order the versions of each key came: of a list as its longest reading has them, of a register as each write told what it
 * overwrote.
 */
final class VersionOrder {
    private record Place(int key, long version) {}

    private record Reading(long[] versions, Txn by) {}

    private final History history;
    private final List<Anomaly> anomalies;
    private final Map<Place, Set<Long>> next = new HashMap<>();
    private final Map<Integer, Reading> longest = new HashMap<>();

    VersionOrder(History history, List<Anomaly> anomalies) {
        this.history = history;
        this.anomalies = anomalies;
        history.transactions().stream().filter(Txn::vouchesForReads).forEach(this::readLists);
        longest.forEach((key, reading) -> inOrder(key, reading.versions));
        history.transactions().stream().filter(history::committed).forEach(this::write);
    }

    /** The versions that came directly behind it: one, or none, or several if a write was lost. */
    Set<Long> after(int key, long version) {
        return next.getOrDefault(new Place(key, version), Set.of());
    }

    private void readLists(Txn txn) {
        for (Op.Read read : History.reads(txn)) {
            if (read.list()) {
                readList(txn, read.key(), withoutUndone(txn, read.seen()));
            }
        }
    }

    /** What it appended itself and rolled back was nobody's but its own. */
    private static long[] withoutUndone(Txn txn, long[] seen) {
        int length = seen.length;
        while (txn.outcome() != Txn.Outcome.COMMITTED && length > 0 && Version.writer(seen[length - 1]) == txn.id()) {
            length--;
        }
        return Arrays.copyOf(seen, length);
    }

    private void readList(Txn txn, int key, long[] versions) {
        Reading known = longest.get(key);
        if (known == null) {
            longest.put(key, new Reading(versions, txn));
            return;
        }
        boolean longer = versions.length > known.versions.length;
        long[] shorter = longer ? known.versions : versions;
        long[] whole = longer ? versions : known.versions;
        if (!Arrays.equals(shorter, Arrays.copyOf(whole, shorter.length))) {
            anomalies.add(new Anomaly(Kind.TWO_ORDERS, "of key " + key + ": " + known.by + " and " + txn));
        }
        if (longer) {
            longest.put(key, new Reading(versions, txn));
        }
    }

    private void inOrder(int key, long[] versions) {
        Set<Long> once = new HashSet<>();
        long before = Version.INITIAL;
        for (long version : versions) {
            if (!once.add(version)) {
                anomalies.add(new Anomaly(Kind.TWO_ORDERS, "key " + key + " has " + Version.name(version) + " twice"));
                return;
            }
            follows(key, before, version);
            before = version;
        }
    }

    private void follows(int key, long before, long version) {
        next.computeIfAbsent(new Place(key, before), place -> new HashSet<>(2)).add(version);
    }

    private void write(Txn txn) {
        for (Op.Write write : History.writes(txn)) {
            if (write.overwritten() != Version.UNKNOWN) {
                follows(write.key(), write.overwritten(), write.version());
                Set<Long> behind = after(write.key(), write.overwritten());
                if (behind.size() > 1) {
                    anomalies.add(new Anomaly(
                            Kind.LOST_UPDATE,
                            "key " + write.key() + ": "
                                    + behind.stream().map(history::writer).toList() + " overwrote the same version"));
                }
            } else if (isMissing(txn, write)) {
                anomalies.add(new Anomaly(Kind.LOST_WRITE, "key " + write.key() + " has nothing of " + txn));
            }
        }
    }

    private boolean isMissing(Txn txn, Op.Write append) {
        Reading reading = longest.get(append.key());
        return txn.outcome() == Txn.Outcome.COMMITTED
                && reading != null
                && reading.by.began() > txn.ended()
                && Arrays.stream(reading.versions).noneMatch(version -> version == append.version());
    }
}
