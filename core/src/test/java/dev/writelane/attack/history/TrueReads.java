package dev.writelane.attack.history;

import dev.writelane.attack.history.Anomaly.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether what was read was ever written, committed and whole; each read looked at alone. */
final class TrueReads {
    private final History history;
    private final List<Anomaly> anomalies;

    private TrueReads(History history, List<Anomaly> anomalies) {
        this.history = history;
        this.anomalies = anomalies;
    }

    static void check(History history, List<Anomaly> anomalies) {
        TrueReads reads = new TrueReads(history, anomalies);
        history.transactions().stream().filter(Txn::vouchesForReads).forEach(reads::check);
    }

    private void check(Txn reader) {
        Map<Integer, Long> own = new HashMap<>();
        for (Op op : reader.ops()) {
            if (op instanceof Op.Write write) {
                own.put(write.key(), write.version());
            } else if (op instanceof Op.Read read) {
                check(reader, read, own.get(read.key()));
            }
        }
    }

    private void check(Txn reader, Op.Read read, @Nullable Long own) {
        if (own != null && read.version() != own) {
            found(Kind.NOT_OWN_WRITE, reader, read, Version.name(own));
        }
        for (long version : read.seen()) {
            Txn writer = history.writer(version);
            if (version == Version.INITIAL || writer == reader) {
                continue;
            }
            if (writer == null || lastWrite(writer, read.key(), version) == null) {
                found(Kind.GARBAGE, reader, read, Version.name(version));
            } else if (!history.committed(writer)) {
                found(Kind.G1A, reader, read, writer.toString());
            }
        }
        checkWhole(reader, read);
    }

    private void checkWhole(Txn reader, Op.Read read) {
        Txn writer = history.writer(read.version());
        if (writer != null && writer != reader) {
            Long last = lastWrite(writer, read.key(), read.version());
            if (last != null && last != read.version()) {
                found(Kind.G1B, reader, read, writer.toString());
            }
        }
    }

    /** The writer's last version of a key, or null if it did not write this one. */
    private static @Nullable Long lastWrite(Txn writer, int key, long version) {
        Long last = null;
        boolean wrote = false;
        for (Op.Write write : History.writes(writer)) {
            if (write.key() == key) {
                last = write.version();
                wrote |= write.version() == version;
            }
        }
        return wrote ? last : null;
    }

    private void found(Kind kind, Txn reader, Op.Read read, String instead) {
        anomalies.add(new Anomaly(kind, read + " in " + reader + ", but there is " + instead));
    }
}
