package dev.writelane.postgresql.internal.schema;

/**
 * Something of a schema that is no table: a view, a trigger, a virtual table.
 *
 * @param kind what it is
 * @param name its name
 */
public record Unmapped(String kind, String name) {}
