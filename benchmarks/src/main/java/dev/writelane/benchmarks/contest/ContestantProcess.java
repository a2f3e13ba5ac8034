package dev.writelane.benchmarks.contest;

import dev.writelane.Synchronous;
import dev.writelane.benchmarks.ForkedJava;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A {@link Contestant}, seen from the JVM that conducts the contest. */
final class ContestantProcess implements Side {
    private static final String HEAP = "-Xmx512m";

    private final Path log;
    private final Duration patience;
    private final Process process;
    private final ObjectOutputStream commands;
    private final ObjectInputStream answers;

    /**
     * @param log what it prints besides is appended to it
     * @param patience how long an answer may take, beside what it is asked to take; then it is ended
     */
    ContestantProcess(Path log, Duration patience) throws IOException {
        this.log = log;
        this.patience = patience;
        process = ForkedJava.answering(
                        log, HEAP, "-cp", System.getProperty("java.class.path"), Contestant.class.getName())
                .start();
        try (Deadline deadline = new Deadline(process, patience)) {
            commands = new ObjectOutputStream(new BufferedOutputStream(process.getOutputStream()));
            commands.flush();
            answers = new ObjectInputStream(process.getInputStream());
        } catch (IOException e) {
            throw ended("at its start", patience, e);
        }
    }

    @Override
    public void open(Rival rival, List<Path> files, Synchronous synchronous, boolean readOnly) throws IOException {
        List<String> names = files.stream().map(Path::toString).toList();
        ask(new Command.Open(rival, names, synchronous, readOnly), patience, Command.Done.class);
    }

    @Override
    public Turn take(Command.Take turn) throws IOException {
        return ask(turn, patience.plus(turn.settle()).plus(turn.time()), Turn.class);
    }

    @Override
    public void closeFile() throws IOException {
        ask(new Command.Close(), patience, Command.Done.class);
    }

    private <T> T ask(Command command, Duration time, Class<T> type) throws IOException {
        Object answer;
        try (Deadline deadline = new Deadline(process, time)) {
            commands.writeObject(command);
            commands.flush();
            answer = answers.readObject();
        } catch (IOException e) {
            throw ended("at " + command, time, e);
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
        if (answer instanceof Command.Done done && !done.error().isEmpty()) {
            throw new IOException(command + " failed: " + done.error());
        }
        return type.cast(answer);
    }

    /** Its pipe has ended: it has died, or the deadline has ended it. */
    private IOException ended(String when, Duration time, IOException cause) {
        process.destroyForcibly();
        return new IOException(
                "a contestant's JVM ended " + when + " with status "
                        + process.onExit().join().exitValue() + "; if it does not answer within " + time.toMillis()
                        + " ms it is ended. What it said is in " + log,
                cause);
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
