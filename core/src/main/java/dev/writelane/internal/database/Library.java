package dev.writelane.internal.database;

import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.engine.NativeStatement;
import dev.writelane.internal.error.Errors;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Whether the native SQLite library can be trusted with several connections.
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

    void checkForManyConnections() throws SQLException {
        if (threadsafe == 0) {
            throw Errors.open(
                    "The SQLite library was compiled with THREADSAFE=0: it has no mutexes and must not be used by several"
                            + " threads. Use org.xerial:sqlite-jdbc's own library.",
                    null);
        }
        int[] numbers =
                Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
        if (Arrays.compare(numbers, FLOOR) < 0) {
            throw Errors.open(
                    "The SQLite library is " + version + "; before "
                            + Arrays.stream(FLOOR).mapToObj(Integer::toString).collect(Collectors.joining("."))
                            + " several connections with a write-ahead log can corrupt the file. Use a newer org.xerial:sqlite-jdbc.",
                    null);
        }
    }
}
