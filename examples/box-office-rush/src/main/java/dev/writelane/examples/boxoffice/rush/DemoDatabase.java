package dev.writelane.examples.boxoffice.rush;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The database of a demo.
 *
 * @param books where the audit looks
 * @param url what the example is told
 * @param server what was started for it
 */
record DemoDatabase(Books books, String url, Closeable server) implements AutoCloseable {

    /** What {@code demo.database} says for a PostgreSQL that is started for the demo. */
    static final String POSTGRESQL = "postgresql";

    /**
     * Makes it.
     *
     * @param wish empty for a fresh file in the directory, {@link #POSTGRESQL}, or the JDBC URL of a PostgreSQL that runs
     */
    static DemoDatabase open(String wish, Path directory) throws DemoFailure {
        try {
            Files.createDirectories(directory);
            if (wish.isEmpty()) {
                return file(directory.resolve("box-office.db"));
            }
            if (wish.equals(POSTGRESQL)) {
                EmbeddedPostgres started = EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofMinutes(2))
                        .start();
                String url = started.getJdbcUrl("postgres", "postgres");
                return new DemoDatabase(Books.of(url), url, started);
            }
        } catch (IOException e) {
            throw new DemoFailure("cannot make a fresh database in " + directory + ": " + e);
        }
        if (!wish.startsWith("jdbc:postgresql:")) {
            throw new DemoFailure(
                    "-Ddemo.url has to be one of PostgreSQL, as jdbc:postgresql://localhost/box_office?user=me,"
                            + " and -Ddemo.database can only be postgresql, not " + wish);
        }
        return new DemoDatabase(Books.of(wish), wish, () -> {});
    }

    private static DemoDatabase file(Path file) throws IOException {
        for (String suffix : new String[] {"", "-wal", "-shm", "-journal"}) {
            Files.deleteIfExists(Path.of(file + suffix));
        }
        return new DemoDatabase(Books.of(file.toString()), "jdbc:sqlite:" + file, () -> {});
    }

    boolean isServer() {
        return books instanceof ServerBooks;
    }

    @Override
    public void close() throws DemoFailure {
        try {
            server.close();
        } catch (IOException e) {
            throw new DemoFailure("PostgreSQL cannot be stopped: " + e);
        }
    }
}
