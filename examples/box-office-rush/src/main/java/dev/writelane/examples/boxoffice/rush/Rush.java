package dev.writelane.examples.boxoffice.rush;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the load client: turns arguments into a {@link RushPlan}, or says what is wrong with them. */
@Command(
        name = "rush",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Sells seats of a running box-office example from many clients at once, then has the database audited.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 if the audit holds, each answer was right and none is missing; 1 if not; 2 for wrong arguments."
        })
public final class Rush implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            paramLabel = "<url>",
            defaultValue = "http://localhost:8080",
            description = "Where the example answers, on this machine. Default: ${DEFAULT-VALUE}")
    private URI url = URI.create("http://localhost:8080");

    @Option(
            names = "--database",
            required = true,
            paramLabel = "<database>",
            description =
                    "The SQLite file that the example writes to, or its JDBC URL if that is a PostgreSQL's; the audit reads it.")
    private String database = "";

    @Option(
            names = "--clients",
            defaultValue = "32",
            paramLabel = "<n>",
            description = "How many clients ask at once, 1 to 1024. Default: ${DEFAULT-VALUE}")
    private int clients;

    @Option(
            names = "--seconds",
            defaultValue = "15",
            paramLabel = "<s>",
            description = "How long, 1 to 3600. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--requests",
            defaultValue = "10000000",
            paramLabel = "<n>",
            description = "The most requests in all, up to 100000000. Default: ${DEFAULT-VALUE}")
    private long requests;

    @Option(
            names = "--events",
            defaultValue = "3",
            paramLabel = "<n>",
            description = "How many events are created for this rush, 0 to 100. Default: ${DEFAULT-VALUE}")
    private int events;

    @Option(
            names = "--rows",
            defaultValue = "20",
            paramLabel = "<n>",
            description = "Rows of each of them, 1 to 500. Default: ${DEFAULT-VALUE}")
    private int rows;

    @Option(
            names = "--seats-per-row",
            defaultValue = "50",
            paramLabel = "<n>",
            description = "Seats of each row, 1 to 500. Default: ${DEFAULT-VALUE}")
    private int seatsPerRow;

    @Option(
            names = "--event",
            paramLabel = "<id>",
            description = "An event that is there already, to be sold from as well; may be repeated.")
    private List<Long> oldEvents = new ArrayList<>();

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "<n>",
            description = "Start of the random numbers that each client decides by. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--answer-timeout",
            defaultValue = "30",
            paramLabel = "<s>",
            description = "Seconds after which an answer counts as missing, 1 to 600. Default: ${DEFAULT-VALUE}")
    private int answerTimeout;

    @Option(
            names = "--ledger",
            paramLabel = "<file>",
            description = "Where the acknowledged sales are noted. Default: beside the database, with .ledger appended")
    private @Nullable Path ledger;

    @Option(
            names = "--report",
            paramLabel = "<file>",
            description = "Where the totals are written as properties, for programs to read. Default: nowhere")
    private @Nullable Path report;

    private Rush() {}

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        System.exit(run(out, err, arguments));
    }

    /** Runs as from a command line; returns the exit status. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Rush()).setOut(out).setErr(err).execute(arguments);
    }

    @Override
    public Integer call() throws InterruptedException {
        return new RushRun(plan(), spec.commandLine().getOut()).run();
    }

    private RushPlan plan() {
        within("--clients", clients, 1, 1024);
        within("--seconds", seconds, 1, 3600);
        within("--requests", requests, 1, 100_000_000);
        within("--events", events, 0, 100);
        within("--rows", rows, 1, 500);
        within("--seats-per-row", seatsPerRow, 1, 500);
        within("--answer-timeout", answerTimeout, 1, 600);
        require(events > 0 || !oldEvents.isEmpty(), "nothing to sell: --events is 0 and no --event is named");
        require(
                oldEvents.stream().distinct().count() == oldEvents.size(),
                "--event names an event twice: " + oldEvents);
        Books books = Books.of(database);
        Optional<String> missing = books.missing();
        require(
                missing.isEmpty(),
                "--database: " + missing.orElse("") + "; start the example first and name the file it writes to");
        require(
                ledger != null || books instanceof FileBooks,
                "--ledger has to be named: a server has no place beside it");
        Path notes = ledger == null
                ? Path.of(books.name() + ".ledger")
                : ledger.toAbsolutePath().normalize();
        require(!notes.toString().equals(books.name()), "--ledger is the database itself: " + notes);
        return new RushPlan(
                loopback(url),
                books,
                notes,
                clients,
                Duration.ofSeconds(seconds),
                requests,
                seed,
                events,
                rows,
                seatsPerRow,
                List.copyOf(oldEvents),
                Duration.ofSeconds(answerTimeout),
                report);
    }

    /** Load is made against this machine only, whatever the name says: every address of the host has to be loopback. */
    private URI loopback(URI url) {
        String host = url.getHost();
        require(
                "http".equals(url.getScheme()) && host != null && url.getQuery() == null && url.getFragment() == null,
                "--url: `" + url + "` is no address like http://localhost:8080");
        try {
            require(
                    Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress),
                    "--url: " + host + " is not this machine; the rush asks loopback addresses only, as localhost");
        } catch (UnknownHostException e) {
            throw new ParameterException(spec.commandLine(), "--url: the host " + host + " is unknown", e);
        }
        return url;
    }

    private void within(String option, long value, long least, long most) {
        require(
                value >= least && value <= most,
                option + " has to be between " + least + " and " + most + ", not " + value);
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
