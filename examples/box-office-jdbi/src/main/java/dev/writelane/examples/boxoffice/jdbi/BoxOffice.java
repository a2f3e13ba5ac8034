package dev.writelane.examples.boxoffice.jdbi;

import dev.writelane.SqliteConfig;
import dev.writelane.SqliteConfigException;
import dev.writelane.SqliteDatabase;
import dev.writelane.jdbi.Writelane;
import java.net.URI;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/** The open box office: a database and the server in front of it. */
final class BoxOffice implements AutoCloseable {

    private final SqliteDatabase database;
    private final WebServer server;

    private BoxOffice(SqliteDatabase database, WebServer server) {
        this.database = database;
        this.server = server;
    }

    /** Opens or makes the file, brings its tables up to date and serves. */
    static BoxOffice open(Settings settings) throws SQLException {
        SqliteDatabase database = SqliteDatabase.open(config(settings.database()));
        try {
            Flyway.configure().dataSource(database.dataSource()).load().migrate();
            return new BoxOffice(database, WebServer.start(settings.server(), router(database)));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static SqliteConfig config(Settings.Database settings) {
        try {
            return SqliteConfig.from(settings.url(), settings.writelane());
        } catch (SqliteConfigException e) {
            throw new WrongSettings(String.valueOf(e.getMessage()), e);
        }
    }

    private static Router router(SqliteDatabase database) {
        Jdbi jdbi = Writelane.jdbi(database).installPlugin(new SqlObjectPlugin());
        Router router = new Router();
        new EventApi(jdbi.onDemand(Events.class)).addTo(router);
        new SeatApi(jdbi.onDemand(Seats.class)).addTo(router);
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
