package dev.writelane.quarkus.runtime;

import dev.writelane.DatabaseStatus;
import dev.writelane.DatabaseStatus.LaneStatus;
import dev.writelane.DatabaseStatus.QueueStatus;
import dev.writelane.DatabaseStatus.Wal;
import io.smallrye.common.annotation.NonBlocking;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the page in the Dev UI asks for, each second. In development alone. */
public class LanesJsonRpc {

    /** Every database's lanes, queues, log and counters. */
    @NonBlocking
    public List<Map<String, Object>> databases() {
        return OpenDatabases.byName().entrySet().stream()
                .map(database -> view(database.getKey(), database.getValue().status()))
                .toList();
    }

    /** How many lanes are held at this moment, for the card. */
    @NonBlocking
    public String heldLanes() {
        long held = OpenDatabases.byName().values().stream()
                .flatMap(database -> database.status().lanes().stream())
                .filter(lane -> lane.holder() != null)
                .count();
        return Long.toString(held);
    }

    private static Map<String, Object> view(String name, DatabaseStatus status) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", name);
        view.put("file", status.file());
        view.put("policy", status.policy());
        view.put("version", status.libraryVersion());
        view.put("openedAt", status.openedAt().toString());
        putIfThere(view, "fileLost", status.fileLost());
        view.put("lanes", status.lanes().stream().map(LanesJsonRpc::view).toList());
        view.put("queues", status.queues().stream().map(LanesJsonRpc::view).toList());
        view.put("jobs", numbers(status.jobs()));
        view.put("wal", view(status.wal()));
        view.put("counters", numbers(status.counters()));
        view.put("readOnlyCandidates", status.readOnlyCandidates());
        view.put("settings", status.settings());
        return view;
    }

    private static Map<String, Object> view(LaneStatus lane) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", lane.name());
        putIfThere(view, "holder", lane.holder());
        putIfThere(view, "thread", lane.thread());
        putIfThere(view, "since", lane.since());
        view.put("heldMillis", lane.heldMillis());
        putIfThere(view, "obtainedAt", lane.obtainedAt());
        return view;
    }

    private static Map<String, Object> view(QueueStatus queue) {
        return Map.of(
                "lane", queue.lane(),
                "waiting", queue.waiting(),
                "longestMillis", queue.longestMillis(),
                "first",
                        queue.first().stream()
                                .map(waiter -> Map.of(
                                        "holder", waiter.holder(),
                                        "thread", waiter.thread(),
                                        "waitedMillis", waiter.waitedMillis()))
                                .toList());
    }

    private static Map<String, Object> view(Wal wal) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("bytes", wal.bytes());
        view.put("checkpoints", wal.checkpoints());
        putIfThere(view, "lastCheckpointAt", wal.lastCheckpointAt());
        view.put("lastCheckpointMillis", wal.lastCheckpointMillis());
        LaneStatus pinnedBy = wal.pinnedBy();
        putIfThere(view, "pinnedBy", pinnedBy == null ? null : pinnedBy.holder());
        return view;
    }

    private static void putIfThere(Map<String, Object> view, String key, @Nullable Object value) {
        if (value != null) {
            view.put(key, value.toString());
        }
    }

    /** A record of numbers, in its order. */
    private static Map<String, Object> numbers(Record record) {
        Map<String, Object> view = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                view.put(component.getName(), component.getAccessor().invoke(record));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(component + " cannot be read", e);
            }
        }
        return view;
    }
}
