package dev.writelane.micronaut.data;

import java.util.List;

/**
 * Columns of one table that refer to another's.
 *
 * @param columns the referring columns
 * @param table the table they refer to
 * @param references its columns, in the same order
 */
record ForeignKey(List<String> columns, String table, List<String> references) {}
