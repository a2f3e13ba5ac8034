package dev.writelane.internal.sql;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers what was found out about SQL texts, because an application uses the same few again and again. Thread-safe. When
 * full (an application that writes values into its SQL) it starts anew: classifying costs about a microsecond.
 */
public final class SqlCache {
    private static final int MOST_TEXTS = 2_048;
    private static final int LONGEST_TEXT = 16_384;

    private final ConcurrentHashMap<String, List<Sql>> known = new ConcurrentHashMap<>();

    public List<Sql> get(String text) {
        List<Sql> statements = known.get(text);
        return statements != null ? statements : parse(text);
    }

    private List<Sql> parse(String text) {
        List<Sql> statements = Sql.parse(text);
        if (text.length() <= LONGEST_TEXT) {
            if (known.size() >= MOST_TEXTS) {
                known.clear();
            }
            known.put(text, statements);
        }
        return statements;
    }
}
