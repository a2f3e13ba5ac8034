package dev.writelane.internal.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a result: labels, declared types, tables. Counted from 1, as JDBC does. Immutable but for what it remembers of
 * look-ups; may be shared between threads.
 */
public final class Columns {
    public static final Columns NONE = new Columns(new String[0], new String[0], new String[0]);

    private static final int NO_SCALE = -1;
    private static final Pattern SCALE = Pattern.compile("\\(\\s*\\d+\\s*,\\s*(\\d{1,4})\\s*\\)");
    /** With fewer columns comparing is faster than hashing. */
    private static final int FEW = 8;

    private final String[] labels;
    private final @Nullable String[] types;
    private final @Nullable String[] tables;
    private final int[] scales;
    /** Labels in lower case; built at the first look-up among many columns. Racing threads build equal maps. */
    private volatile @Nullable Map<String, Integer> indexes;

    public Columns(String[] labels, @Nullable String[] types, @Nullable String[] tables) {
        this.labels = labels.clone();
        this.types = types.clone();
        this.tables = tables.clone();
        this.scales = new int[labels.length];
        for (int i = 0; i < scales.length; i++) {
            Matcher scale = SCALE.matcher(types[i] == null ? "" : types[i]);
            scales[i] = scale.find() ? Integer.parseInt(scale.group(1)) : NO_SCALE;
        }
    }

    public int count() {
        return labels.length;
    }

    public String label(int column) {
        return labels[column - 1];
    }

    public List<String> labels() {
        return List.of(labels);
    }

    /** As written in CREATE TABLE; null for an expression. */
    public @Nullable String declaredType(int column) {
        return types[column - 1];
    }

    /** Null for an expression. */
    public @Nullable String table(int column) {
        return tables[column - 1];
    }

    /** The scale of {@code DECIMAL(10,2)} and the like; -1 where none is declared. */
    public int decimalScale(int column) {
        return scales[column - 1];
    }

    /** The first column of a label, without regard to case; 0 if there is none. */
    public int find(String label) {
        if (labels.length > FEW) {
            return findHashed(label);
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i].equalsIgnoreCase(label)) {
                return i + 1;
            }
        }
        return 0;
    }

    private int findHashed(String label) {
        Map<String, Integer> known = indexes;
        if (known == null) {
            known = new HashMap<>();
            for (int i = labels.length; i > 0; i--) {
                known.put(labels[i - 1].toLowerCase(Locale.ROOT), i);
            }
            indexes = known;
        }
        return known.getOrDefault(label.toLowerCase(Locale.ROOT), 0);
    }
}
