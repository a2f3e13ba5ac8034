package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.examples.boxoffice.contract.Server;
import dev.writelane.examples.boxoffice.contract.ServerContract;

/** The same application on PostgreSQL: nothing but its URL is another one. */
class ServerTest extends HttpTest implements ServerContract {

    private String database;

    @Override
    String newDatabase() {
        database = Server.freshDatabase();
        return database;
    }

    @Override
    public String database() {
        return database;
    }
}
