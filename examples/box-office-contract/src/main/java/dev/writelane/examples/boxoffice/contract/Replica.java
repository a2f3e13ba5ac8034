package dev.writelane.examples.boxoffice.contract;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A PostgreSQL with one standby that follows it by streaming, both on this machine, in a directory that has to be empty. */
public final class Replica implements Closeable {

    /** What belongs to the process and not to the data, and the log, which is streamed. */
    private static final Set<String> NOT_COPIED = Set.of("postmaster.pid", "postmaster.opts", "epg-lock", "pg_wal");

    /** What the standby calls itself when it asks the primary. */
    private static final String STANDBY = "standby";

    /** Against hangs; a machine may be slow. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final EmbeddedPostgres primary;
    private final EmbeddedPostgres standby;
    private final Path copy;

    private Replica(EmbeddedPostgres primary, EmbeddedPostgres standby, Path copy) {
        this.primary = primary;
        this.standby = standby;
        this.copy = copy;
    }

    /** Starts both: the standby from a copy of the primary's files, taken while that runs. */
    public static Replica start(Path directory) throws IOException, SQLException {
        Path data = directory.resolve("primary");
        // Named from the start: of one that is named later the commits take notice only after a while.
        EmbeddedPostgres primary = EmbeddedPostgres.builder()
                .setPort(FreePort.next())
                .setDataDirectory(data)
                .setServerConfig("wal_keep_size", "256MB")
                .setServerConfig("synchronous_standby_names", STANDBY)
                .setServerConfig("synchronous_commit", "local")
                .setPGStartupWait(PATIENCE)
                .start();
        try {
            Path copy = directory.resolve(STANDBY);
            backup(primary, data, copy);
            EmbeddedPostgres standby = EmbeddedPostgres.builder()
                    .setPort(FreePort.next())
                    .setDataDirectory(copy)
                    .setCleanDataDirectory(false)
                    .setPGStartupWait(PATIENCE)
                    .start();
            return new Replica(primary, standby, copy);
        } catch (IOException | SQLException | RuntimeException e) {
            primary.close();
            throw e;
        }
    }

    private static void backup(EmbeddedPostgres primary, Path data, Path copy) throws IOException, SQLException {
        // The functions of PostgreSQL 14; from 15 on they are pg_backup_start and pg_backup_stop. The connection stays
        // open between them.
        try (Connection connection = DriverManager.getConnection(url(primary));
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_start_backup('standby', true, false)");
            copy(data, copy);
            Files.createDirectories(
                    copy.resolve("pg_wal"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (ResultSet label = statement.executeQuery("SELECT labelfile FROM pg_stop_backup(false, false)")) {
                label.next();
                Files.writeString(copy.resolve("backup_label"), label.getString(1));
            }
        }
        Files.createFile(copy.resolve("standby.signal"));
        Files.writeString(
                copy.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=localhost port=" + primary.getPort() + " user=postgres application_name="
                        + STANDBY + "'\n",
                StandardOpenOption.APPEND);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (NOT_COPIED.contains(directory.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(
                        to.resolve(from.relativize(directory)),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!NOT_COPIED.contains(file.getFileName().toString())) {
                    try {
                        Files.copy(file, to.resolve(from.relativize(file)));
                    } catch (NoSuchFileException e) {
                        // The server has removed it meanwhile; the log knows.
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // likewise
                }
                throw e;
            }
        });
    }

    /**
     * The URL that names both servers.
     *
     * @param type which of them is wanted, in the words of the driver's {@code targetServerType}
     */
    public String url(String type) {
        return "jdbc:postgresql://localhost:" + primary.getPort() + ",localhost:" + standby.getPort()
                + "/postgres?user=postgres&targetServerType=" + type;
    }

    /** A commit returns when the standby shows it, of connections made from now on. */
    public void showCommitsEverywhere() throws SQLException {
        commitWhen("remote_apply");
    }

    /** A commit returns when the primary has it, of connections made from now on. */
    public void commitAlone() throws SQLException {
        commitWhen("local");
    }

    private void commitWhen(String level) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(primary));
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE postgres SET synchronous_commit = " + level);
        }
    }

    /** The standby shows nothing new until {@link #goOn}. */
    public void pause() throws SQLException {
        onStandby("SELECT pg_wal_replay_pause()");
    }

    public void goOn() throws SQLException {
        onStandby("SELECT pg_wal_replay_resume()");
    }

    private void onStandby(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(standby));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The standby is gone; the primary goes on. */
    public void stopStandby() throws IOException {
        standby.close();
        // It was told to end, but not waited for very long, and writes files until it has ended.
        long begun = System.nanoTime();
        while (Files.exists(copy.resolve("postmaster.pid")) && System.nanoTime() - begun < PATIENCE.toNanos()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10)); // nothing tells
        }
    }

    private static String url(EmbeddedPostgres server) {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** The primary takes its files with it; the standby leaves them, because it did not make them. */
    @Override
    public void close() throws IOException {
        try (primary) {
            stopStandby();
        }
        try (Stream<Path> left = Files.walk(copy)) {
            for (Path each : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
