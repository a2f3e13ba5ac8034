package dev.writelane.quarkus.runtime;

import dev.writelane.SqliteDatabase;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Closes the databases while the transactions in flight can still end: behind the application's own observers of the end, and before
 * Agroal closes the connections that it has handed out.
 */
@Singleton
public class DatabaseShutdown {

    void close(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent end) {
        OpenDatabases.byName().values().forEach(SqliteDatabase::close);
    }
}
