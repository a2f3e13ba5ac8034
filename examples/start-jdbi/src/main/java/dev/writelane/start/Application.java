package dev.writelane.start;

import dev.writelane.SqliteConfigException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the shop. */
final class Application {

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    private Application() {}

    public static void main(String[] args) throws Exception {
        Settings settings = Settings.read();
        try {
            ShopServer shop = ShopServer.open(settings);
            Runtime.getRuntime().addShutdownHook(new Thread(shop::close, "shutdown"));
            LOG.info("The shop is open on port {}", shop.url().getPort());
        } catch (IOException e) {
            fail(e.getMessage() + ": another program has the port? End it, or set another port by SERVER_PORT.");
        } catch (SqliteConfigException e) {
            fail("application.yml: " + e.getMessage());
        }
    }

    private static void fail(String why) {
        LOG.error("The shop cannot open: {}", why);
        System.exit(1);
    }
}
