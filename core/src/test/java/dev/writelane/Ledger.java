package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;

/** What the writers of rows were told of each. Thread-safe. */
public final class Ledger {
    enum Told {
        COMMITTED,
        FAILED,
        /** The error said itself that it cannot know (08007 or 40003), or was none of the kit's. */
        UNKNOWN
    }

    private static final Set<String> CANNOT_KNOW = Set.of("08007", "40003");

    private final Map<Integer, Told> rows = new ConcurrentSkipListMap<>();
    private final Queue<SQLException> errors = new ConcurrentLinkedQueue<>();

    /** The row is about to be written; until somebody is told of a commit it must not be there. */
    public int write(int row) {
        assertThat(rows.put(row, Told.FAILED)).as("row %s is written once", row).isNull();
        return row;
    }

    public void committed(Iterable<Integer> written) {
        written.forEach(row -> rows.put(row, Told.COMMITTED));
    }

    public void commitFailed(Iterable<Integer> written, SQLException error) {
        heard(error);
        if (CANNOT_KNOW.contains(error.getSQLState())) {
            written.forEach(row -> rows.put(row, Told.UNKNOWN));
        }
    }

    /** Their writer was told nothing by which it could know: an Error out of the midst of the commit. */
    public void toldNothing(Iterable<Integer> written) {
        written.forEach(row -> rows.put(row, Told.UNKNOWN));
    }

    /** Any error, also one that its writer passes over. */
    public void heard(SQLException error) {
        assertThat(error.getSQLState()).as("SQLState of %s", error).isNotNull();
        errors.add(error);
    }

    /** What the writers were told in errors. */
    public List<SQLException> errors() {
        return List.copyOf(errors);
    }

    /** What is wrong with the rows that a file has; empty when all were told the truth. */
    public List<String> lies(Set<Integer> there) {
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

    public long committed() {
        return rows.values().stream().filter(told -> told == Told.COMMITTED).count();
    }

    public long unknown() {
        return rows.values().stream().filter(told -> told == Told.UNKNOWN).count();
    }

    @Override
    public String toString() {
        return rows.toString();
    }
}
