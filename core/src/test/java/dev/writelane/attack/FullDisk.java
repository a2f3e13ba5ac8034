package dev.writelane.attack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Ballast that fills the file system of a directory but for some pages. */
final class FullDisk implements Shortage {
    private static final int PAGE = 4_096;

    private final Path ballast;

    FullDisk(Path directory) {
        ballast = directory.resolve("ballast");
    }

    @Override
    public void begin(int room) throws IOException {
        try (FileChannel channel = FileChannel.open(ballast, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            fill(channel, 64 * PAGE);
            fill(channel, PAGE);
            channel.truncate(Math.max(0, channel.size() - (long) room * PAGE));
        }
    }

    private static void fill(FileChannel channel, int piece) {
        ByteBuffer zeros = ByteBuffer.allocateDirect(piece);
        try {
            while (true) {
                channel.write(zeros.rewind());
            }
        } catch (IOException full) {
            return;
        }
    }

    @Override
    public void end() throws IOException {
        Files.deleteIfExists(ballast);
    }
}
