package dev.writelane.postgresql.internal.schema;

import org.jspecify.annotations.Nullable;

/**
 * A column, in the words of the side it was read from.
 *
 * @param name as it is written there
 * @param declared its type there; empty when none is declared
 * @param notNull whether it refuses NULL
 * @param defaultSql its default, as an expression of that side
 * @param generated the expression it is computed by, or null
 * @param identity whether it numbers new rows
 * @param collation by which text is compared; null for SQLite's usual one
 */
public record Column(
        String name,
        String declared,
        boolean notNull,
        @Nullable String defaultSql,
        @Nullable String generated,
        boolean identity,
        @Nullable String collation) {}
