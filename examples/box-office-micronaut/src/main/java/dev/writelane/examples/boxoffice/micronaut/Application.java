package dev.writelane.examples.boxoffice.micronaut;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.runtime.Micronaut;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.util.Optional;

/** Starts the box office. */
public final class Application {

    private Application() {}

    /**
     * Serves until the process is told to end.
     *
     * @param args Micronaut's, such as {@code -micronaut.server.port=8081}
     */
    public static void main(String[] args) {
        ApplicationContext context =
                Micronaut.build(args).mainClass(Application.class).banner(false).build();
        String port = "8080";
        try {
            context.start();
            // Asked now: a server that cannot start ends the context with all it knows.
            port = context.getProperty("micronaut.server.port", String.class).orElse(port);
            EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
            Runtime.getRuntime().addShutdownHook(new Thread(context::stop, "shutdown"));
            System.out.println("The box office is open at " + server.getURL());
        } catch (RuntimeException e) {
            System.err.println(explain(e, port));
            context.stop();
            System.exit(1);
        }
    }

    /** One line where the remedy lies outside of the program; everything there is where it does not. */
    private static String explain(RuntimeException failure, String port) {
        if (find(BindException.class, failure).isPresent()) {
            return "Port " + port + " is in use. Set another one with the environment variable MICRONAUT_SERVER_PORT,"
                    + " or end the program that has it.";
        }
        Optional<ConfigurationException> configuration = find(ConfigurationException.class, failure);
        if (configuration.isPresent()) {
            return "The box office cannot start: " + configuration.get().getMessage();
        }
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        return "The box office cannot start: " + trace;
    }

    private static <T extends Throwable> Optional<T> find(Class<T> type, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }
}
