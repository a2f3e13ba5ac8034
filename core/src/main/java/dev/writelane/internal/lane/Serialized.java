package dev.writelane.internal.lane;

import java.util.List;

/** One native connection, one user at a time, in order of arrival: databases in memory, rollback journals, network drives. */
public final class Serialized extends KeptLanes {
    public Serialized(Lane lane) {
        super("serialized", "only", List.of(lane));
    }
}
