package dev.writelane.attack.history;

import dev.writelane.attack.history.Txn.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What all clients of one database recorded. Immutable. */
final class History {
    private final Map<Long, Txn> transactions = new HashMap<>();
    private final Set<Long> observed = new HashSet<>();

    History(Collection<Txn> recorded) {
        for (Txn txn : recorded) {
            if (transactions.put(txn.id(), txn) != null) {
                throw new IllegalArgumentException("two transactions " + txn.id());
            }
        }
        for (Txn txn : recorded) {
            reads(txn).forEach(read -> observe(read, txn));
        }
    }

    static List<Op.Read> reads(Txn txn) {
        return only(Op.Read.class, txn);
    }

    static List<Op.Write> writes(Txn txn) {
        return only(Op.Write.class, txn);
    }

    private static <T> List<T> only(Class<T> kind, Txn txn) {
        return txn.ops().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void observe(Op.Read read, Txn reader) {
        for (long version : read.seen()) {
            if (Version.writer(version) != reader.id()) {
                observed.add(Version.writer(version));
            }
        }
    }

    Collection<Txn> transactions() {
        return transactions.values();
    }

    @Nullable
    Txn writer(long version) {
        return transactions.get(Version.writer(version));
    }

    /** Whether it counts as committed: of those that nobody knows of, the ones that somebody has seen. */
    boolean committed(Txn txn) {
        return txn.outcome() == Outcome.COMMITTED || txn.outcome() == Outcome.UNKNOWN && observed.contains(txn.id());
    }

    /** Whether it has a place in the order of all. */
    boolean takesPart(Txn txn) {
        return committed(txn) || txn.vouchesForReads();
    }

    /**
     * The same, with all that the kit promises beyond READ_COMMITTED: each read before the first write is a serializable transaction
     * of its own, and so is the rest.
     */
    History withLatestReads() {
        long next = transactions.keySet().stream().mapToLong(id -> id).max().orElse(0) + 1;
        List<Txn> split = new ArrayList<>();
        for (Txn txn : transactions.values()) {
            int alone = txn.level() == Level.READ_COMMITTED && txn.vouchesForReads() ? readsBeforeLock(txn) : 0;
            for (Op read : txn.ops().subList(0, alone)) {
                split.add(part(txn, next++, List.of(read), read.began(), read.ended()));
            }
            List<Op> rest = txn.ops().subList(alone, txn.ops().size());
            split.add(part(
                    txn,
                    txn.id(),
                    rest,
                    rest.isEmpty() ? txn.began() : rest.get(0).began(),
                    txn.ended()));
        }
        return new History(split);
    }

    private static int readsBeforeLock(Txn txn) {
        int reads = 0;
        while (reads < txn.ops().size() && !txn.ops().get(reads).locks()) {
            reads++;
        }
        return reads;
    }

    private static Txn part(Txn whole, long id, List<Op> ops, long began, long ended) {
        String way = id == whole.id() ? whole.way() : whole.way() + " of T" + whole.id();
        return new Txn(id, way, Level.SERIALIZABLE, whole.outcome(), ops, began, ended);
    }
}
