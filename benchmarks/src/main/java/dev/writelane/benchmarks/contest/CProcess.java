package dev.writelane.benchmarks.contest;

import dev.writelane.Synchronous;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** {@code limit.c}, compiled when it starts, as one of the sides; a line for each command and answer. */
public final class CProcess implements Side {
    private static final String SOURCE = "/limit.c";

    private final Duration patience;
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;
    private final String version;

    private CProcess(Process process, Duration patience) throws IOException {
        this.patience = patience;
        this.process = process;
        commands = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        version = ask("version", patience);
    }

    /**
     * Which SQLite it runs on: not the driver's own, whose symbols are hidden.
     *
     * @param directory for the compiled program
     * @throws IOException and why it cannot run: no C compiler, no SQLite as a shared library
     */
    public static String version(Path directory, Path log) throws IOException {
        CProcess probe = start(directory, log, Deadline.PATIENCE);
        try {
            return probe.version;
        } finally {
            probe.close();
        }
    }

    /**
     * @param patience how long an answer may take, beside what it is asked to take; then it is ended
     */
    static CProcess start(Path directory, Path log, Duration patience) throws IOException {
        Process process = new ProcessBuilder(compiled(directory).toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            return new CProcess(process, patience);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static Path compiled(Path directory) throws IOException {
        Path program = directory.resolve("limit").toAbsolutePath();
        if (Files.isExecutable(program)) {
            return program;
        }
        Path source = program.resolveSibling("limit.c");
        Path messages = directory.resolve("limit.txt");
        try (InputStream in = CProcess.class.getResourceAsStream(SOURCE)) {
            if (in == null) {
                throw new IOException(SOURCE + " is not on the class path");
            }
            Files.copy(in, source, StandardCopyOption.REPLACE_EXISTING);
            Process compiler = new ProcessBuilder("cc", "-O2", "-o", program.toString(), source.toString(), "-ldl")
                    .redirectErrorStream(true)
                    .redirectOutput(messages.toFile())
                    .start();
            int status;
            try (Deadline deadline = new Deadline(compiler, Deadline.PATIENCE)) {
                status = compiler.waitFor();
            }
            if (status != 0) {
                // Which goes into the report: where it was compiled is nobody's business.
                throw new IOException("cc could not compile limit.c: "
                        + Files.readString(messages)
                                .replace(program.getParent() + File.separator, "")
                                .strip());
            }
            return program;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.deleteIfExists(source);
            Files.deleteIfExists(messages);
        }
    }

    @Override
    public void open(Rival rival, List<Path> files, Synchronous synchronous, boolean readOnly) throws IOException {
        if (files.size() != 1) {
            throw new IllegalArgumentException("the C program opens one file, not " + files.size());
        }
        ask("open " + synchronous + " " + files.get(0).toAbsolutePath(), patience);
    }

    @Override
    public Turn take(Command.Take turn) throws IOException {
        if (turn.load().threads() != 1 || turn.load().perSecond() > 0) {
            throw new IllegalArgumentException("the C program has one thread, in a closed loop");
        }
        String work = turn.work().inC();
        if (work.isEmpty()) {
            throw new IllegalArgumentException("the C program does not know " + turn.work());
        }
        String[] answer = ask(
                        String.format(
                                Locale.ROOT,
                                "take %s %d %d %d",
                                work,
                                turn.rows(),
                                turn.settle().toNanos(),
                                turn.time().toNanos()),
                        patience.plus(turn.settle()).plus(turn.time()))
                .split(" ");
        EnumMap<Kind, Histogram> latencies = new EnumMap<>(Kind.class);
        return new Turn(
                turn.time().toNanos() / 1e9,
                Long.parseLong(answer[0]),
                latencies,
                0,
                "",
                Long.parseLong(answer[1]),
                Long.parseLong(answer[2]) / 1e9,
                1);
    }

    @Override
    public void closeFile() throws IOException {
        ask("close", patience);
    }

    /** What stands behind {@code ok}. */
    private String ask(String command, Duration time) throws IOException {
        String answer;
        try (Deadline deadline = new Deadline(process, time)) {
            commands.write(command);
            commands.newLine();
            commands.flush();
            answer = answers.readLine();
        }
        if (answer == null) {
            throw new IOException("the C program ended at " + command + "; if it does not answer within "
                    + time.toMillis() + " ms it is ended");
        }
        if (!answer.startsWith("ok")) {
            throw new IOException("the C program: " + command + ": " + answer);
        }
        return answer.substring("ok".length()).strip();
    }

    @Override
    public void tellToEnd() {
        Side.endInput(commands);
    }

    @Override
    public Process process() {
        return process;
    }
}
