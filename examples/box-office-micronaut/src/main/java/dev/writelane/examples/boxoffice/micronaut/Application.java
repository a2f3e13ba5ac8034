package dev.writelane.examples.boxoffice.micronaut;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.runtime.Micronaut;
import io.micronaut.runtime.server.EmbeddedServer;
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
        try {
            context.start();
            EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
            Runtime.getRuntime().addShutdownHook(new Thread(context::stop, "shutdown"));
            System.out.println("The box office is open at " + server.getURL());
        } catch (RuntimeException e) {
            System.err.println(explain(context, e));
            context.stop();
            System.exit(1);
        }
    }

    /** One line where the remedy lies outside of the program; everything there is where it does not. */
    private static String explain(ApplicationContext context, RuntimeException failure) {
        if (find(BindException.class, failure).isPresent()) {
            String port =
                    context.getProperty("micronaut.server.port", String.class).orElse("8080");
            return "Port " + port + " is in use. Set another one with the environment variable MICRONAUT_SERVER_PORT,"
                    + " or end the program that has it.";
        }
        Optional<ConfigurationException> configuration = find(ConfigurationException.class, failure);
        if (configuration.isPresent()) {
            return "The box office cannot start: " + configuration.get().getMessage();
        }
        java.io.StringWriter trace = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(trace, true));
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
