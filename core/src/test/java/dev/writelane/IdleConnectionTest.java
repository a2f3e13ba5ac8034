package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A connection that does nothing costs next to nothing. */
class IdleConnectionTest extends DatabaseTest {
    private static final int CONNECTIONS = 50_000;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final List<AutoCloseable> held = new ArrayList<>(2 * CONNECTIONS);

    /** 50,000 open connections, each with a prepared statement whose parameter is set. */
    @Test
    void itWeighsLessThanAKilobyte() throws Exception {
        open();
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY)");
        holdIdle(1_000);
        long before = usedHeap();
        holdIdle(CONNECTIONS);
        long each = (usedHeap() - before) / CONNECTIONS;
        assertThat(each)
                .as("bytes for each idle connection with a prepared statement")
                .isLessThan(1024);
        assertThat(held).hasSize(2 * (CONNECTIONS + 1_000));
        Lanes.assertAllFree(db);
    }

    @Test
    void itHoldsNoDescriptor() throws Exception {
        Assumptions.assumeTrue(
                Files.isDirectory(DESCRIPTORS), "skipped: this system shows no open descriptors in /proc");
        open();
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY)");
        long before = descriptors();
        holdIdle(1_000);
        // Others open and close files too, but not by the thousand.
        assertThat(descriptors()).isLessThan(before + 500);
    }

    private void holdIdle(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            Connection connection = source.getConnection();
            connection.setAutoCommit(false);
            PreparedStatement statement = connection.prepareStatement("SELECT id FROM t WHERE id = ?");
            statement.setInt(1, 1);
            held.add(connection);
            held.add(statement);
        }
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        }
    }
}
