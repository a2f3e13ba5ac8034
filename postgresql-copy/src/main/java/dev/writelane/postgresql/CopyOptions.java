package dev.writelane.postgresql;

import dev.writelane.postgresql.internal.schema.Names;
import dev.writelane.postgresql.internal.value.PgType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What to do about what does not map. Names are those of {@link Finding#name}, in whatever case; one that names nothing is an error.
 * Immutable: each method gives a copy.
 *
 * @param schema the server's schema that is copied into, or from; default {@code public}
 * @param skip what is left out: tables, columns, indexes, constraints, views, triggers
 * @param skipUnmapped whether everything of the schema that does not map is left out; never columns or rows
 * @param types types of PostgreSQL for columns, by {@code table.column}
 * @param truncateTimes whether digits of seconds beyond microseconds are cut off
 */
public record CopyOptions(
        String schema, Set<String> skip, boolean skipUnmapped, Map<String, String> types, boolean truncateTimes) {
    /** Copies the collections. */
    public CopyOptions {
        skip = Set.copyOf(skip);
        types = Map.copyOf(types);
    }

    /** Leave out nothing, guess nothing. */
    public static CopyOptions defaults() {
        return new CopyOptions("public", Set.of(), false, Map.of(), false);
    }

    /** Into, or from, another schema than {@code public}; it must be there. */
    public CopyOptions inSchema(String name) {
        return new CopyOptions(name, skip, skipUnmapped, types, truncateTimes);
    }

    /** Leaves out what has this name. */
    public CopyOptions skipping(String name) {
        Set<String> more = new HashSet<>(skip);
        more.add(Names.folded(name));
        return new CopyOptions(schema, more, skipUnmapped, types, truncateTimes);
    }

    /** Leaves out everything of the schema that does not map: constraints, indexes, defaults, views, triggers. Never columns or rows. */
    public CopyOptions skippingUnmapped() {
        return new CopyOptions(schema, skip, true, types, truncateTimes);
    }

    /**
     * Names the type of a column, and lets values be converted to it: numbers to text, text to bytes (which takes also NUL characters and what
     * is not UTF-8), milliseconds since 1970 to {@code timestamptz}, ISO text to dates. A generated column becomes an ordinary one.
     *
     * @param column {@code table.column}
     * @param type of PostgreSQL: boolean, smallint, integer, bigint, double precision, numeric(p,s), text, varchar(n), bytea, date, time,
     *     timestamp, timestamptz or uuid
     * @throws IllegalArgumentException when the type is none of these
     */
    public CopyOptions withType(String column, String type) {
        if (PgType.named(type) == null) {
            throw new IllegalArgumentException(
                    "There is no type " + type + " to copy " + column
                            + " into. It is one of boolean, smallint, integer, bigint,"
                            + " double precision, numeric(p,s), text, varchar(n), bytea, date, time, timestamp, timestamptz, uuid.");
        }
        Map<String, String> more = new HashMap<>(types);
        more.put(Names.folded(column), type);
        return new CopyOptions(schema, skip, skipUnmapped, more, truncateTimes);
    }

    /** Cuts digits of seconds beyond microseconds, which PostgreSQL has no place for. Java's Instant.now() may give nine digits. */
    public CopyOptions truncatingTimes() {
        return new CopyOptions(schema, skip, skipUnmapped, types, true);
    }

    /** Whether something of this name is left out. */
    boolean skips(String name) {
        return skip.contains(Names.folded(name));
    }
}
