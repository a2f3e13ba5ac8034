package dev.writelane.examples.boxoffice.jdbi;

import java.net.URI;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/** The open box office: a database and the server in front of it. */
final class BoxOffice implements AutoCloseable {

    private final Database database;
    private final WebServer server;

    private BoxOffice(Database database, WebServer server) {
        this.database = database;
        this.server = server;
    }

    /** Opens the database, brings its tables up to date and serves. */
    static BoxOffice open(Settings settings) throws SQLException {
        Database database = Database.open(settings.database());
        try {
            Flyway.configure().dataSource(database.source()).load().migrate();
            return new BoxOffice(database, WebServer.start(settings.server(), router(database)));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static Router router(Database database) {
        Jdbi jdbi = database.jdbi().installPlugin(new SqlObjectPlugin());
        Jdbi reading = database.reading().installPlugin(new SqlObjectPlugin());
        Router router = new Router();
        new EventApi(jdbi.onDemand(Events.class), reading.onDemand(Events.class)).addTo(router);
        new SeatApi(jdbi.onDemand(Seats.class), reading.onDemand(Seats.class)).addTo(router);
        new ReservationApi(jdbi.onDemand(Reservations.class)).addTo(router);
        new StatusApi(database).addTo(router);
        return router;
    }

    URI url() {
        return server.url();
    }

    /** Requests that run are answered first; the database is closed when nobody needs it any more. */
    @Override
    public void close() {
        server.stop();
        database.close();
    }
}
