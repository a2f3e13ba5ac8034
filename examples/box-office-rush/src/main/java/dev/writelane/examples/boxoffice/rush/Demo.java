package dev.writelane.examples.boxoffice.rush;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Shows an example at work: starts it on a fresh database, imports 20,000 seats, lets the rush in, then serves until
 * Ctrl-C.
 *
 * <p>Argument: the name of the example, {@code micronaut} unless given. System properties: {@code demo.port} (8080), {@code demo.clients} (32),
 * {@code demo.seconds} (15), {@code demo.directory} (target/demo/ with the port), {@code demo.database} ({@code postgresql} starts one
 * for the demo) or {@code demo.url} (of a PostgreSQL that runs) instead of a fresh file, {@code demo.exit}, with which it
 * stops after the audit with the rush's exit status, and {@code demo.soak}, with which it watches what the example holds meanwhile.
 */
public final class Demo {
    private static final String DEFAULT_EXAMPLE = "micronaut";
    private static final int SEATS = 20_000;

    private final Example example;
    private final String database;
    private final Path directory;
    private final int port;
    private final int clients;
    private final int seconds;
    private final boolean exit;
    private final PrintWriter out;
    private boolean soaks;

    /** @param database as {@link DemoDatabase#open} takes it */
    Demo(
            Example example,
            String database,
            Path directory,
            int port,
            int clients,
            int seconds,
            boolean exit,
            PrintWriter out) {
        this.example = example;
        this.database = database;
        this.directory = directory;
        this.port = port;
        this.clients = clients;
        this.seconds = seconds;
        this.exit = exit;
        this.out = out;
    }

    public static void main(String[] arguments) throws InterruptedException {
        PrintWriter out = new PrintWriter(System.out, true);
        if (Boolean.getBoolean("demo.follow-parent")) {
            endWithParent();
        }
        int status;
        try {
            status = of(arguments, out).run();
        } catch (DemoFailure e) {
            out.println("Demo: " + e.getMessage());
            status = 1;
        }
        System.exit(status);
    }

    /** A Maven that is terminated leaves its children running; the demo follows it within some five seconds. */
    private static void endWithParent() {
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(1)));
    }

    private static Demo of(String[] arguments, PrintWriter out) throws DemoFailure {
        if (arguments.length > 1) {
            throw new DemoFailure("takes one argument, the name of the example; got " + arguments.length);
        }
        Path root = repository();
        Example example = Example.named(arguments.length == 1 ? arguments[0] : DEFAULT_EXAMPLE, root);
        int port = number("demo.port", 8080, 1, 65535);
        String directory = System.getProperty("demo.directory", "");
        // Each port has its own directory: a second demo must not take the file from under the first.
        Demo demo = new Demo(
                example,
                System.getProperty("demo.url", System.getProperty("demo.database", "")),
                directory.isEmpty()
                        ? root.resolve("target/demo/" + port)
                        : Path.of(directory).toAbsolutePath(),
                port,
                number("demo.clients", 32, 1, 1024),
                number("demo.seconds", 15, 1, 3600),
                asked(System.getProperty("demo.exit")),
                out);
        return asked(System.getProperty("demo.soak")) ? demo.soaking() : demo;
    }

    /** Watches what the example holds while the rush runs; see {@link Soak}. */
    Demo soaking() {
        soaks = true;
        return this;
    }

    /** Given at all means yes, even empty; "false" is what the build passes on when nobody gave it. */
    static boolean asked(@Nullable String property) {
        return property != null && !property.equals("false");
    }

    /** Returns the exit status; nothing that was started is left running. */
    int run() throws DemoFailure, InterruptedException {
        try (DemoDatabase database = DemoDatabase.open(this.database, directory);
                ExampleProcess running = ExampleProcess.start(
                        database.isServer() ? example.onServer() : example,
                        port,
                        database.url(),
                        directory.resolve("server.log"))) {
            BoxOffice office = new BoxOffice(running.url(), Duration.ofSeconds(60));
            out.println("Demo: the " + example.name() + " example starts at " + running.url() + ", database "
                    + database.books());
            running.awaitHealth(office, Duration.ofMinutes(3));
            long event = SeatImport.run(office, SEATS, out);
            Path report = directory.resolve("rush.properties");
            Soak soak = new Soak(running.pid(), Path.of(database.books().name() + "-wal"), seconds);
            if (soaks) {
                soak.start();
            }
            int status = Rush.run(
                    out,
                    out,
                    "--url=" + running.url(),
                    "--database=" + database.books().name(),
                    "--ledger=" + directory.resolve("rush.ledger"),
                    "--clients=" + clients,
                    "--seconds=" + seconds,
                    "--report=" + report,
                    "--event=" + event);
            if (soaks && !soak.judge(report, out)) {
                status = Math.max(status, 1);
            }
            if (exit) {
                return status;
            }
            invite(running, event);
            return running.awaitEnd();
        }
    }

    private void invite(ExampleProcess running, long event) {
        String url = running.url().toString();
        out.println();
        out.println("The box office stays open until Ctrl-C:");
        for (String path : new String[] {"/events", "/events/" + event + "/seats?free=true", "/status", "/health"}) {
            out.println("  " + url + path);
        }
        out.println("Buy two seats, then take the export:");
        out.println(
                "  curl -i -H 'Content-Type: application/json' -d '{\"customer\":\"Ann\",\"seats\":[\"GR-99\",\"GR-100\"]}' "
                        + url + "/events/" + event + "/reservations");
        out.println("  curl -o seats.csv " + url + "/events/" + event + "/export");
        out.flush();
    }

    private static int number(String property, int otherwise, int least, int most) throws DemoFailure {
        String text = System.getProperty(property, "");
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new DemoFailure("-D" + property + " has to be a number from " + least + " to " + most + ", not " + text);
    }

    /** The nearest directory upwards that holds this module, so that it may be started from anywhere within. */
    private static Path repository() throws DemoFailure {
        Path here = Path.of("").toAbsolutePath();
        for (Path path = here; path != null; path = path.getParent()) {
            if (Files.exists(path.resolve("examples/box-office-rush/pom.xml"))) {
                return path;
            }
        }
        throw new DemoFailure("has to be started within the repository; " + here + " is not");
    }
}
