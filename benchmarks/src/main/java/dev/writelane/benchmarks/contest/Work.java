package dev.writelane.benchmarks.contest;

import java.io.Serializable;
import java.nio.file.Path;
import java.sql.SQLException;

/** A question that is put to rivals: the file it begins with, and what each thread does to it. Implemented by enums and records: it travels to other JVMs. */
public interface Work extends Serializable {
    /** As tables show it. */
    String label();

    /** Makes the file, by stock sqlite-jdbc, in the default journal mode; rivals get copies of it. */
    void prepare(Path file, int rows) throws SQLException;

    /**
     * What one thread does.
     *
     * @param thread 0 to {@code threads - 1}
     */
    Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException;

    /**
     * Whether it is for connections that cannot write. Stock sqlite-jdbc cannot switch an open connection to that, so those who use it
     * open the file read-only, which is all that they can do; the file must be in WAL mode then.
     */
    default boolean readOnly() {
        return false;
    }

    /**
     * How many acknowledged changes the file lacks, or (below 0) how many it has that were never acknowledged; found by stock sqlite-jdbc
     * when the rival has closed it.
     *
     * @param changes acknowledged ones, warm-up included
     */
    default long missing(Path file, int rows, long changes) throws SQLException {
        return 0;
    }

    /** What {@code limit.c} calls the same work, for {@link Rival#C_LIBRARY}; empty if it does not know it. */
    default String inC() {
        return "";
    }
}
