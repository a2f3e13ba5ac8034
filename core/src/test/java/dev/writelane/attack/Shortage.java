package dev.writelane.attack;

import java.io.IOException;
import java.nio.file.Path;

/** Something that an open database lives on and that is taken away for a while. */
interface Shortage {
    /** What there is to take away, and how its lack is told. */
    enum Of {
        DISK,
        FILE_SIZE,
        FILES,
        PERMISSION;

        Shortage in(Path directory) {
            return switch (this) {
                case DISK -> new FullDisk(directory);
                case FILE_SIZE -> new FileSizeLimit(directory);
                case FILES -> new NoMoreFiles();
                case PERMISSION -> new LostPermission(directory);
            };
        }
    }

    /**
     * Begins it.
     *
     * @param room how much is left: pages of 4,096 bytes, or files
     */
    void begin(int room) throws IOException;

    /** Ends it; does nothing when it has not begun. */
    void end() throws IOException;
}
