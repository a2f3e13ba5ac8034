package dev.writelane.start;

import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.Micronaut;
import java.net.BindException;

/** Starts the shop. */
final class Application {

    private Application() {}

    public static void main(String[] args) {
        Micronaut.build(args)
                .mainClass(Application.class)
                .mapError(ServerStartupException.class, Application::explain)
                .start();
    }

    private static int explain(ServerStartupException failure) {
        if (failure.getCause() instanceof BindException) {
            System.err.println(failure.getMessage()
                    + ": another program has the port. End it, or set another port by MICRONAUT_SERVER_PORT.");
            System.exit(1);
        }
        return 1;
    }
}
