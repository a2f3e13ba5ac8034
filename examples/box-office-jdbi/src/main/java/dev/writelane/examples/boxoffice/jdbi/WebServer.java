package dev.writelane.examples.boxoffice.jdbi;

import dev.writelane.examples.boxoffice.domain.ErrorBody;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jetty, set up as the settings say. */
final class WebServer {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    private final Server server;

    private WebServer(Server server) {
        this.server = server;
    }

    static WebServer start(Settings.Web settings, Handler handler) {
        Server server = new Server(threads(settings));
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(Duration.ofSeconds(settings.idleSeconds()).toMillis());
        server.addConnector(connector);
        server.setHandler(handler);
        // What Jetty refuses itself gets the body that all other errors have.
        server.setErrorHandler((request, response, callback) -> Answer.json(
                        response.getStatus(), ErrorBody.of(HttpStatus.getMessage(response.getStatus())))
                .send(response, callback));
        // Without it, stopping interrupts what runs.
        server.setStopTimeout(Duration.ofSeconds(settings.shutdownSeconds()).toMillis());
        WebServer started = new WebServer(server);
        try {
            server.start();
            return started;
        } catch (Exception e) {
            started.stop();
            if (e.getCause() instanceof BindException) {
                throw new WrongSettings(
                        "port " + settings.port() + " is in use. Set another one with the environment variable"
                                + " BOX_OFFICE_PORT, or end the program that has it.",
                        e);
            }
            throw new IllegalStateException("the server does not start", e);
        }
    }

    private static QueuedThreadPool threads(Settings.Web settings) {
        QueuedThreadPool threads = new QueuedThreadPool();
        if (settings.virtualThreads()) {
            if (!VirtualThreads.areSupported()) {
                throw new WrongSettings("server.virtual-threads needs Java 21; this is Java "
                        + Runtime.version().feature());
            }
            threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        }
        return threads;
    }

    URI url() {
        return server.getURI();
    }

    /** Takes no more requests, and waits for those that run. */
    void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("Requests were cut off: {}", e.toString());
        }
    }
}
