package dev.writelane.internal.database;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has an eye on an open database once a second. One daemon thread. */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    /** One thing to look after. */
    interface Look {
        void look() throws SQLException;
    }

    private final Path file;
    private final List<Look> looks;
    private @Nullable ScheduledExecutorService executor;

    Watch(Path file, List<Look> looks) {
        this.file = file;
        this.looks = looks;
    }

    /** Looks once before it returns, so that what changes from now on can be told from what was there. */
    void start() {
        lookAround();
        executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "writelane-watch-" + file.getFileName());
            thread.setDaemon(true);
            return thread;
        });
        executor.scheduleWithFixedDelay(this::lookAround, 1, 1, TimeUnit.SECONDS);
    }

    void stop() {
        if (executor != null) {
            executor.shutdown();
        }
    }

    private void lookAround() {
        for (Look look : looks) {
            try {
                look.look();
            } catch (SQLException | RuntimeException | Error e) {
                // A thrown exception would end the schedule in silence.
                LOG.warn("Watching {} failed", file, e);
            }
        }
    }
}
