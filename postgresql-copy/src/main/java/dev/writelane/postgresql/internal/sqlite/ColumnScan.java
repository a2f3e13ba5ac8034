package dev.writelane.postgresql.internal.sqlite;

import dev.writelane.postgresql.internal.value.DeclaredType;
import dev.writelane.postgresql.internal.value.Kind;
import dev.writelane.postgresql.internal.value.Leniency;
import dev.writelane.postgresql.internal.value.PgType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out which type takes all values of one column: each candidate is dropped at the first that it does not take. For one thread. */
public final class ColumnScan {
    private final List<PgType> candidates;
    private final PgType preferred;
    private final Leniency leniency;
    private final boolean open;
    private long values;
    private long nulls;
    private long greatest;
    private @Nullable String refused;

    /** @param asked the type that was asked for, or null */
    public ColumnScan(String declared, @Nullable PgType asked, boolean truncateTimes) {
        this.candidates = new ArrayList<>(asked == null ? DeclaredType.candidates(declared) : List.of(asked));
        this.preferred = candidates.get(0);
        this.open = asked == null && DeclaredType.isOpen(declared);
        this.leniency = new Leniency(asked != null, truncateTimes);
    }

    /** Looks at the next value; true when the preferred type did not take it and it is the first. */
    boolean see(@Nullable Object stored) {
        if (stored == null) {
            nulls++;
            return false;
        }
        values++;
        if (stored instanceof Long number && number > greatest) {
            greatest = number;
        }
        boolean first = false;
        for (int i = candidates.size() - 1; i >= 0; i--) {
            PgType type = candidates.get(i);
            if (!takes(type, stored)) {
                candidates.remove(i);
                first |= type == preferred;
            }
        }
        return first;
    }

    private boolean takes(PgType type, Object stored) {
        if (open && type.kind() == Kind.NUMERIC && stored instanceof String) {
            return false; // nothing says that it is a number: leading zeros of a code would be lost
        }
        Object value = type.kind().ofStored(stored, leniency);
        return value != null && type.holds(value);
    }

    void refusedBy(String row, Object stored) {
        refused = row + " holds " + StoredValue.described(stored);
    }

    /** The type that takes them all, or null. */
    public @Nullable PgType type() {
        if (values == 0 && open) {
            return PgType.TEXT;
        }
        return candidates.isEmpty() ? null : candidates.get(0);
    }

    public PgType preferred() {
        return preferred;
    }

    /** The first value that the preferred type did not take. */
    public @Nullable String refused() {
        return refused;
    }

    public boolean hasNulls() {
        return nulls > 0;
    }

    /** The greatest integer, or 0. */
    public long greatest() {
        return greatest;
    }

    public Leniency leniency() {
        return leniency;
    }
}
