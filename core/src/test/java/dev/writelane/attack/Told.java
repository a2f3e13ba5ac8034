package dev.writelane.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** How a program hears of what was taken from it: each error is judged, and counted by its SQLState. Used by one thread. */
final class Told {
    private static final int CONSTRAINT = 19;

    /** How a shortage is told to whom it meets, and to those whose commit is shared. */
    private static final Set<String> OF_SHORTAGE = Set.of("53100", "53200", "58030", "08001", "25006", "40001");

    private static final Map<String, Class<? extends SQLException>> CLASSES = Map.of(
            "53100", SQLTransientException.class,
            "53200", SQLTransientException.class,
            "58030", SQLNonTransientException.class,
            "08001", SQLNonTransientConnectionException.class,
            "08007", SQLNonTransientConnectionException.class,
            "25006", SQLNonTransientException.class,
            "40001", SQLTransactionRollbackException.class);

    private static final Pattern REMEDY = Pattern.compile(
            "Free space|limit on the size of files|limit on open files|[Cc]hange its permissions|look at their permissions|Look at the permissions");

    private final String directory;
    private final Set<String> expected;
    private final Map<String, Integer> counts = new TreeMap<>();

    /**
     * @param directory what names the file
     * @param expected SQLStates beside those of a shortage
     */
    Told(String directory, Set<String> expected) {
        this.directory = directory;
        this.expected = expected;
    }

    static boolean isOfShortage(SQLException e) {
        return OF_SHORTAGE.contains(String.valueOf(e.getSQLState())) && e.getErrorCode() != CONSTRAINT;
    }

    void judge(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String message = String.valueOf(e.getMessage());
        counts.merge(state, 1, Integer::sum);
        assertThat(OF_SHORTAGE.contains(state) || expected.contains(state))
                .as("%s %s", state, message)
                .isTrue();
        if (CLASSES.containsKey(state)) {
            assertThat((Throwable) e).isInstanceOfAny(CLASSES.get(state), BatchUpdateException.class);
        }
        if (CLASSES.containsKey(state) && !state.equals("40001")) {
            assertThat(message).as("names the file").contains(directory + "/");
            assertThat(message).as("names the remedy").containsPattern(REMEDY);
        }
        assertThat(message.split("Nothing was committed", -1))
                .as("parts of: %s", message)
                .hasSizeLessThanOrEqualTo(2);
        if (Boolean.getBoolean("verbose")) {
            System.out.println(e.getSQLState() + " " + e.getErrorCode() + " " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
