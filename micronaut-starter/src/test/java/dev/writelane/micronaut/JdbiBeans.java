package dev.writelane.micronaut;

import dev.writelane.SqliteDatabase;
import dev.writelane.jdbi.WritelanePlugin;
import io.micronaut.context.annotation.Factory;
import io.micronaut.data.connection.ConnectionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** What an application writes for Jdbi inside and outside of its transactions. */
@Factory
class JdbiBeans {
    /** Micronaut Data's DataSource gives the connection of the surrounding transaction and none outside of one: there the database gives it. */
    @Singleton
    Jdbi jdbi(DataSource dataSource, SqliteDatabase database, ConnectionOperations<Connection> connections) {
        return Jdbi.create(() -> (connections.findConnectionStatus().isPresent() ? dataSource : database.dataSource())
                        .getConnection())
                .installPlugin(new WritelanePlugin());
    }
}
