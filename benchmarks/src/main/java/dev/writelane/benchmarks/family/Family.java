package dev.writelane.benchmarks.family;

import dev.writelane.benchmarks.report.FamilyResult;

/** What {@code -Dbench=} names. */
public interface Family {
    /** As it is named there. */
    String name();

    FamilyResult run(Stage stage) throws Exception;
}
