package dev.writelane.internal.database;

import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.engine.NativeStatement;
import dev.writelane.internal.error.Errors;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What the native SQLite library is, and whether it can be trusted with what a policy does.
 *
 * @param version its version, such as 3.54.1
 * @param threadsafe SQLite's own number: 0 single-thread, 1 serialized, 2 multi-thread
 */
public record Library(String version, int threadsafe) {
    /** Before it, two connections of one WAL database could corrupt it (sqlite.org/wal.html, "WAL reset"). */
    private static final int[] FLOOR = {3, 51, 3};

    static Library of(NativeConnection connection) throws SQLException {
        String version = connection.libraryVersion();
        int threadsafe = 1;
        NativeStatement options = connection.prepare("PRAGMA compile_options");
        try {
            for (boolean row = options.start(NativeStatement.NO_PARAMETERS); row; row = options.step()) {
                String option = options.text(0);
                if (option.startsWith("THREADSAFE=")) {
                    threadsafe = Integer.parseInt(option.substring("THREADSAFE=".length()));
                }
            }
        } finally {
            options.giveBack();
        }
        return new Library(version, threadsafe);
    }

    /**
     * Refuses a library that could corrupt the file under this use. A decision over its arguments and this record alone:
     *
     * <table>
     * <caption>What is refused</caption>
     * <tr><td>THREADSAFE=0, no mutexes at all</td><td>every policy but single-thread, which touches SQLite on one thread</td></tr>
     * <tr><td>THREADSAFE=1 or 2</td><td>nothing: the kit never lets two threads into one connection, so it does not need the mutex that
     *     2 leaves out</td></tr>
     * <tr><td>a version below the floor</td><td>several connections over a write-ahead log</td></tr>
     * </table>
     *
     * @param policy its name in the settings
     * @param oneConnection whether the policy opens one native connection only
     * @param wal whether the file has a write-ahead log
     * @throws SQLException 08001 naming the reason and the remedy
     */
    void check(String policy, boolean oneConnection, boolean wal) throws SQLException {
        if (threadsafe == 0 && !policy.equals("single-thread")) {
            throw Errors.open(
                    "The SQLite library " + version
                            + " was compiled with THREADSAFE=0: it has no mutexes, and the policy "
                            + policy + " uses it from several threads. Use policy: single-thread, or"
                            + " org.xerial:sqlite-jdbc's own library, which has them.",
                    null);
        }
        if (wal && !oneConnection && Arrays.compare(numbers(), FLOOR) < 0) {
            throw Errors.open(
                    "The SQLite library is " + version + "; before " + text(FLOOR)
                            + " several connections with a write-ahead log, which the policy " + policy
                            + " opens, can corrupt the file. Use a newer org.xerial:sqlite-jdbc, or policy: serialized.",
                    null);
        }
    }

    private int[] numbers() {
        return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }

    private static String text(int[] numbers) {
        return Arrays.stream(numbers).mapToObj(Integer::toString).collect(Collectors.joining("."));
    }
}
