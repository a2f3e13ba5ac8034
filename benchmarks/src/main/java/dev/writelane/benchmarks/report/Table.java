package dev.writelane.benchmarks.report;

import java.util.List;

/**
 * A Markdown table.
 *
 * @param title one line above it
 * @param columns the first is text, all others are set to the right
 * @param notes lines below it
 */
public record Table(String title, List<String> columns, List<List<String>> rows, List<String> notes) {
    public Table {
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(title + ": " + row + " does not fit " + columns);
            }
        }
    }
}
