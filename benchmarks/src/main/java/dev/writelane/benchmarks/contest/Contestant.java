package dev.writelane.benchmarks.contest;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JVM of one rival: does what it is told by standard input, one command after the other, and answers by standard output. */
public final class Contestant {
    private final List<OpenRival> open = new ArrayList<>();
    /** Until another work or load is asked for, or the files are closed. */
    private @Nullable TurnRun run;

    private Contestant() {}

    /** Ends with its standard input: that is, with whoever started it. */
    public static void main(String[] arguments) throws IOException, ClassNotFoundException, SQLException {
        OutputStream answers = new BufferedOutputStream(System.out);
        // Whatever else prints must not get between the answers.
        System.setOut(System.err);
        Contestant contestant = new Contestant();
        try (ObjectOutputStream out = new ObjectOutputStream(answers)) {
            out.flush();
            try (ObjectInputStream in = new ObjectInputStream(System.in)) {
                while (true) {
                    out.writeObject(contestant.answer((Command) in.readObject()));
                    out.reset();
                    out.flush();
                }
            } catch (EOFException e) {
                contestant.close();
            }
        }
        // Threads of a pool need not be daemons.
        System.exit(0);
    }

    private Serializable answer(Command command) {
        try {
            if (command instanceof Command.Open opening) {
                close();
                for (String name : opening.files()) {
                    Path file = Path.of(name);
                    open.add(
                            opening.readOnly()
                                    ? opening.rival().openReadOnly(file, opening.synchronous())
                                    : opening.rival().open(file, opening.synchronous()));
                }
            } else if (command instanceof Command.Take turn) {
                if (open.isEmpty()) {
                    throw new IllegalStateException("nothing is open");
                }
                return runFor(turn).run(turn);
            } else {
                close();
            }
            return new Command.Done("");
        } catch (Exception | LinkageError e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            return new Command.Done(trace.toString());
        }
    }

    private TurnRun runFor(Command.Take turn) throws SQLException {
        TurnRun current = run;
        if (current == null || !current.isFor(turn)) {
            closeRun();
            current = TurnRun.of(open, turn);
            run = current;
        }
        return current;
    }

    private void closeRun() throws SQLException {
        TurnRun last = run;
        run = null;
        if (last != null) {
            last.close();
        }
    }

    private void close() throws SQLException {
        try {
            closeRun();
        } finally {
            open.forEach(OpenRival::close);
            open.clear();
        }
    }
}
