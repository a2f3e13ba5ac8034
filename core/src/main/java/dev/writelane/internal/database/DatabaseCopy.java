package dev.writelane.internal.database;

import dev.writelane.BackupProgress;
import dev.writelane.internal.engine.NativeConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Copies one snapshot of the database into a new file by VACUUM INTO: SQLite holds one read transaction for all of it, so writers go
 * on and the copy never starts again. The driver's backup call is a third faster but cannot be stopped, starts again at every commit
 * unless a transaction is held around it, and returns codes for errors.
 */
final class DatabaseCopy {
    private static final long TELL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final NativeConnection connection;
    private final CopyTarget target;
    private final @Nullable BackupProgress progress;
    private long ofBytes;
    private long lastTold = System.nanoTime();
    private @Nullable Throwable thrown;

    DatabaseCopy(NativeConnection connection, CopyTarget target, @Nullable BackupProgress progress) {
        this.connection = connection;
        this.target = target;
        this.progress = progress;
    }

    /** Copies, syncs and publishes; the connection must be outside of any transaction. */
    void run() throws SQLException {
        connection.stopWhen(progress == null ? null : this::tellNowAndThen);
        try {
            ofBytes = (number("page_count") - number("freelist_count")) * number("page_size");
            connection.ask("VACUUM main INTO '" + target.part().toString().replace("'", "''") + "'");
        } catch (SQLException e) {
            throwAgain(e);
            throw e;
        } finally {
            connection.stopWhen(null);
        }
        target.sync();
        if (progress != null) {
            long bytes = written();
            progress.copied(bytes, bytes);
        }
        target.publish();
    }

    private long number(String pragma) throws SQLException {
        return Long.parseLong(String.valueOf(connection.ask("PRAGMA main." + pragma)));
    }

    /** Called inside a native call, out of which nothing may be thrown: it is kept until the call has stopped. */
    private boolean tellNowAndThen() {
        if (thrown != null) {
            return true;
        }
        long now = System.nanoTime();
        BackupProgress listener = progress;
        if (listener == null || now - lastTold < TELL_NANOS) {
            return false;
        }
        try {
            listener.copied(Math.min(written(), ofBytes), ofBytes);
        } catch (RuntimeException | Error e) {
            thrown = e;
        }
        lastTold = System.nanoTime();
        return thrown != null;
    }

    private void throwAgain(SQLException stopped) {
        if (thrown instanceof RuntimeException e) {
            e.addSuppressed(stopped);
            throw e;
        }
        if (thrown instanceof Error e) {
            e.addSuppressed(stopped);
            throw e;
        }
    }

    private long written() {
        try {
            return Files.size(target.part());
        } catch (IOException notYetThere) {
            return 0;
        }
    }
}
