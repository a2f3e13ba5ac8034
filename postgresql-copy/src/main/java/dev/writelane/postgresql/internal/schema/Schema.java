package dev.writelane.postgresql.internal.schema;

import java.util.List;

/**
 * What a database is made of.
 *
 * @param tables those that can be copied
 * @param others what has no counterpart
 */
public record Schema(List<Table> tables, List<Unmapped> others) {}
