package dev.writelane.start;

import dev.writelane.examples.boxoffice.contract.Server;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same shop on PostgreSQL: nothing but its URL is another one. Not part of what is generated. */
class ServerTest extends ShopContract {

    private static ShopServer shop;

    @BeforeAll
    static void open() throws Exception {
        Settings.Database database = Settings.read().database();
        shop = ShopServer.open(new Settings(0, new Settings.Database(Server.freshDatabase(), database.writelane())));
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Override
    URI url() {
        return shop.url();
    }
}
