package dev.writelane.internal.database;

import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.engine.NativeStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;

/** The write-ahead logs of a database and of what is attached to it. */
final class Logs {
    /** Page number, size of the database and so on before each page (sqlite.org/fileformat2.html, 4.1). */
    static final int FRAME_HEADER_BYTES = 24;

    private Logs() {}

    /**
     * One log at one moment, as {@code PRAGMA wal_checkpoint} answers.
     *
     * @param busy whether somebody kept the checkpoint from its end
     * @param pages in the log
     * @param done how many of them are in the file already
     */
    record State(boolean busy, long pages, long done) {
        long left() {
            return pages - done;
        }
    }

    /** What a checkpoint does; the names are SQLite's. */
    enum Kind {
        /** Only looks. */
        NOOP,
        /** Moves what no reader needs as it was, and waits for nobody. */
        PASSIVE,
        /** Moves all, and makes the next writer begin the log anew; needs that nobody writes, and that no reader uses the log. */
        RESTART,
        /** As RESTART, and cuts the log to nothing. */
        TRUNCATE
    }

    static State checkpoint(NativeConnection connection, String schema, Kind kind) throws SQLException {
        NativeStatement statement = connection.prepare("PRAGMA " + schema + ".wal_checkpoint(" + kind + ")");
        try {
            statement.start(NativeStatement.NO_PARAMETERS);
            return new State(
                    statement.longValue(0) != 0,
                    Math.max(0, statement.longValue(1)),
                    Math.max(0, statement.longValue(2)));
        } finally {
            statement.giveBack();
        }
    }

    static Path of(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    /** Their size on disk. */
    static long bytes(Collection<Path> files) {
        long bytes = 0;
        for (Path file : files) {
            try {
                bytes += Files.size(of(file));
            } catch (IOException noneYet) {
                // counts as empty
            }
        }
        return bytes;
    }
}
