package dev.writelane.internal.session;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares values of a pragma, which can be written in several ways. */
public final class PragmaValues {
    private PragmaValues() {}

    private static final Map<String, List<String>> NAMES = Map.of(
            "synchronous", List.of("off", "normal", "full", "extra"),
            "temp_store", List.of("default", "file", "memory"),
            "auto_vacuum", List.of("none", "full", "incremental"));

    /** Whether both mean the same: {@code on}, {@code yes}, {@code true} and {@code 1} do, and names of enumerated values. */
    public static boolean same(@Nullable String pragma, @Nullable String a, @Nullable String b) {
        return a != null && b != null && normal(pragma, a).equals(normal(pragma, b));
    }

    private static String normal(@Nullable String pragma, String value) {
        String word = value.toLowerCase(Locale.ROOT);
        int index = pragma == null ? -1 : NAMES.getOrDefault(pragma, List.of()).indexOf(word);
        if (index >= 0) {
            return Integer.toString(index);
        }
        return switch (word) {
            case "on", "yes", "true" -> "1";
            case "off", "no", "false" -> "0";
            default -> word;
        };
    }
}
