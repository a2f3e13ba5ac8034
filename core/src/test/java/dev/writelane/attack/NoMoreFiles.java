package dev.writelane.attack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** This process can open some more files and no further ones (RLIMIT_NOFILE). */
final class NoMoreFiles implements Shortage {
    private static final Path NOTHING = Path.of("/dev/null");

    private final Deque<InputStream> open = new ArrayDeque<>();

    @Override
    public void begin(int room) throws IOException {
        takeAll();
        for (int i = 0; i < room && !open.isEmpty(); i++) {
            open.pop().close();
        }
    }

    private void takeAll() {
        try {
            while (true) {
                open.push(Files.newInputStream(NOTHING));
            }
        } catch (IOException exhausted) {
            return;
        }
    }

    @Override
    public void end() throws IOException {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
