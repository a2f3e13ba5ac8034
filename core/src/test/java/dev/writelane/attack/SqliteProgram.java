package dev.writelane.attack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The program sqlite3, which adds as {@link Adder} does, on a thread of its own. */
final class SqliteProgram implements AutoCloseable {
    /**
     * Read into a table of its own, written from there. It never checkpoints, because the program may be older than the version that
     * must not (see {@code Library}).
     */
    private static final String BEGIN = ".bail on\n.timeout " + Adder.DEADLINE_MILLIS + "\n"
            + "PRAGMA wal_autocheckpoint = 0;\nPRAGMA synchronous = full;\nCREATE TEMP TABLE was(n);\n";

    private static final String ADD = "BEGIN IMMEDIATE;\nDELETE FROM was;\n"
            + "INSERT INTO was SELECT n FROM counter WHERE id = 1;\n"
            + "UPDATE counter SET n = (SELECT n FROM was) + 1 WHERE id = 1;\n"
            + "INSERT INTO addition VALUES ('sqlite3');\nCOMMIT;\nSELECT 'added';\n";

    private final Process process;
    private final BufferedReader output;
    private final Path errors;
    private final Thread thread = new Thread(this::work, "sqlite3");
    private volatile boolean stopped;
    private volatile int added;
    private volatile @Nullable Exception failure;

    private SqliteProgram(Process process, Path errors) {
        this.process = process;
        this.output = process.inputReader();
        this.errors = errors;
    }

    /** Null where it is not installed. */
    static @Nullable SqliteProgram start(Path file) throws IOException {
        Path errors = Files.createTempFile("sqlite3", ".err");
        Process process;
        try {
            process = new ProcessBuilder("sqlite3", file.toString())
                    .redirectError(errors.toFile())
                    .start();
        } catch (IOException notInstalled) {
            Files.delete(errors);
            return null;
        }
        SqliteProgram program = new SqliteProgram(process, errors);
        program.thread.setDaemon(true);
        program.thread.start();
        return program;
    }

    private void work() {
        try (OutputStream input = process.getOutputStream()) {
            say(input, BEGIN);
            while (!stopped) {
                say(input, ADD);
                awaitAdded();
            }
        } catch (Exception e) {
            failure = e;
        }
    }

    private static void say(OutputStream input, String text) throws IOException {
        input.write(text.getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    private void awaitAdded() throws IOException {
        for (String line = output.readLine(); !"added".equals(line); line = output.readLine()) {
            if (line == null) {
                throw new IOException("sqlite3 has ended");
            }
        }
        added++;
    }

    int added() {
        return added;
    }

    boolean isRunning() {
        return thread.isAlive();
    }

    /** Lets it end what it does; what it has added. */
    int stop() throws InterruptedException, IOException {
        stopped = true;
        thread.join();
        process.waitFor();
        String said = Files.readString(errors);
        if (failure != null || !said.isEmpty()) {
            throw new AssertionError("sqlite3 said: " + said, failure);
        }
        return added;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        output.close();
        Files.deleteIfExists(errors);
    }
}
