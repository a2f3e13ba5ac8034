package dev.writelane.attack.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/** What transactions do. Thread-safe. */
interface Workload {
    /** What registers there are, and their values. */
    long[] registers();

    void transaction(Connection connection, Recorder recorder, SplittableRandom random, Level level)
            throws SQLException;

    /** Reads only. */
    void audit(Connection connection, Recorder recorder, SplittableRandom random, Level level) throws SQLException;

    /** A transaction of one statement. */
    void single(Connection connection, Recorder recorder, SplittableRandom random) throws SQLException;

    /** Which lists there are by now. */
    default int lists() {
        return 0;
    }

    /** What was seen, or is left at the end, that breaks a rule which every transaction keeps. */
    Collection<String> broken(History history, List<Recorder.Register> left);
}
