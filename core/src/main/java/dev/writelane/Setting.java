package dev.writelane;

/**
 * One setting as users see it: for documentation, configuration metadata and error messages.
 *
 * @param key the name, in kebab-case
 * @param defaultValue what holds when it is not given
 * @param description what it does, with its unit and allowed values
 */
public record Setting(String key, String defaultValue, String description) {}
