package dev.writelane;

import java.util.Collection;

/**
 * One setting as users see it: for documentation, configuration metadata and error messages.
 *
 * @param key the name, in kebab-case
 * @param defaultValue what holds when it is not given
 * @param description what it does, with its unit and allowed values
 */
public record Setting(String key, String defaultValue, String description) {
    /**
     * Of several keys the one that a wrong key probably meant, for adapters that have keys of their own beside these.
     *
     * @param wrong what was written
     * @param keys the valid keys, at least one
     */
    public static String nearest(String wrong, Collection<String> keys) {
        return NearestName.of(wrong, keys);
    }
}
