package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/** What the writers of rows were told of each. Thread-safe. */
final class Ledger {
    enum Told {
        COMMITTED,
        FAILED,
        /** The error said itself that it cannot know: 08007 or 40003. */
        UNKNOWN
    }

    private static final Set<String> CANNOT_KNOW = Set.of("08007", "40003");

    private final Map<Integer, Told> rows = new ConcurrentSkipListMap<>();

    /** The row is about to be written; until somebody is told of a commit it must not be there. */
    int write(int row) {
        assertThat(rows.put(row, Told.FAILED)).as("row %s is written once", row).isNull();
        return row;
    }

    void committed(Iterable<Integer> written) {
        written.forEach(row -> rows.put(row, Told.COMMITTED));
    }

    void commitFailed(Iterable<Integer> written, SQLException error) {
        assertThat(error.getSQLState()).as("SQLState of %s", error).isNotNull();
        if (CANNOT_KNOW.contains(error.getSQLState())) {
            written.forEach(row -> rows.put(row, Told.UNKNOWN));
        }
    }

    /** What is wrong with the rows that a file has; empty when all were told the truth. */
    List<String> lies(Set<Integer> there) {
        List<String> lies = new ArrayList<>();
        rows.forEach((row, told) -> {
            if (told != Told.UNKNOWN && there.contains(row) != (told == Told.COMMITTED)) {
                lies.add("row " + row + ", told " + told + ", is " + (there.contains(row) ? "there" : "not there"));
            }
        });
        there.stream()
                .filter(row -> !rows.containsKey(row))
                .forEach(row -> lies.add("row " + row + " was never written"));
        return lies;
    }

    long committed() {
        return rows.values().stream().filter(told -> told == Told.COMMITTED).count();
    }

    @Override
    public String toString() {
        return rows.toString();
    }
}
