package dev.writelane.internal.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether entries of a directory may have changed, by the time of its last change (ctime, which nobody can set): whoever deletes,
 * moves or replaces a file changes the directory that it is in.
 *
 * <p>Two changes within one tick of the file system's clock leave the same time. So a time tells something only when the entries were
 * looked at once more a tick after it was first seen. Thread-safe.
 */
final class DirectoryClock {
    /** The kernel's tick is 10 ms at most. */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Of file systems that store whole seconds: up to two of them. */
    private static final long COARSE_TICK_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final String CHANGED = "ctime";

    /**
     * What was seen, and that an entry that changes now will change it.
     *
     * @param since not before it was seen first, in System.nanoTime()
     * @param trusted whether the entries were looked at when another change would have left another time
     */
    private record Seen(Map<String, Object> directory, long since, boolean trusted) {}

    private final Path directory;
    private volatile @Nullable Seen seen;

    DirectoryClock(Path directory) {
        this.directory = directory;
    }

    /** Looks at the entries, unless they are certainly those of the last look. */
    void lookIfChanged(Runnable look) {
        Map<String, Object> now = ask();
        long asked = System.nanoTime();
        Seen last = seen;
        if (now == null || last == null || !now.equals(last.directory)) {
            seen = now == null ? null : new Seen(now, asked, false);
            look.run();
        } else if (!last.trusted) {
            look.run();
            if (asked - last.since > tick(now)) {
                seen = new Seen(now, last.since, true);
            }
        }
    }

    /** Null where there is no such directory, or no such time: the root of a FAT volume says 1970 for ever. */
    private @Nullable Map<String, Object> ask() {
        try {
            Map<String, Object> now = Files.readAttributes(directory, "unix:" + CHANGED + ",fileKey");
            return now.get(CHANGED) instanceof FileTime time && time.toMillis() != 0 ? now : null;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
            return null;
        }
    }

    private static long tick(Map<String, Object> directory) {
        Instant changed = directory.get(CHANGED) instanceof FileTime time ? time.toInstant() : Instant.EPOCH;
        return changed.getNano() == 0 ? COARSE_TICK_NANOS : TICK_NANOS;
    }
}
