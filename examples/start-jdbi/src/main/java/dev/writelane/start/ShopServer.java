package dev.writelane.start;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open shop: a database and the HTTP server in front of it. */
final class ShopServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ShopServer.class);

    private final Database database;
    private final Server server;

    private ShopServer(Database database, Server server) {
        this.database = database;
        this.server = server;
    }

    /** Opens or makes the database and serves; port 0 is any free one. */
    static ShopServer open(Settings settings) throws Exception {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ShopServer shop = new ShopServer(Database.open(settings.database(), meters), new Server(settings.port()));
        shop.server.setHandler(new Handler.Sequence(
                new ShopHandler(shop.database.jdbi().onDemand(Shop.class)),
                new OperationsHandler(shop.database.jdbi(), meters)));
        // Whoever is buying gets an answer before the file is closed.
        shop.server.setStopTimeout(Duration.ofSeconds(10).toMillis());
        try {
            shop.server.start();
            return shop;
        } catch (Exception e) {
            shop.close();
            throw e;
        }
    }

    URI url() {
        return server.getURI();
    }

    /** Requests that run are answered first; the database is closed when nobody needs it any more. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("Requests were cut off", e);
        }
        database.close();
    }
}
