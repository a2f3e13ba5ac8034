package dev.writelane.examples.boxoffice.contract;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * A PostgreSQL to run box offices on: the one whose URL is in the environment as {@code BOX_OFFICE_TEST_POSTGRESQL} (with a user
 * who may create databases), or one that is started for this JVM and ends with it.
 */
public final class Server {

    /** Of the one that is started; it takes any. */
    static final String PASSWORD = "open-sesame";

    private Server() {}

    /** The JDBC URL of a database that is new and empty. */
    public static String freshDatabase() {
        String name = "box_office_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = DriverManager.getConnection(Started.URL);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("No database can be made at " + Started.URL + ": " + e.getMessage(), e);
        }
        return Started.URL.replaceFirst("(jdbc:postgresql://[^/]+/)[^?]*", "$1" + name);
    }

    /** What makes a Quarkus application run on a new database of it: its kind and URL, and a wait that a disk standing still does not end. */
    public static Map<String, String> quarkusSettings() {
        return Map.of(
                "quarkus.datasource.db-kind",
                "postgresql",
                "quarkus.datasource.jdbc.url",
                freshDatabase(),
                "quarkus.datasource.jdbc.acquisition-timeout",
                "60S");
    }

    /** Begun when it is first asked for. */
    private static final class Started {

        private static final String URL = url();

        private static String url() {
            String given = System.getenv("BOX_OFFICE_TEST_POSTGRESQL");
            if (given != null) {
                return given;
            }
            try {
                // It closes itself when the JVM ends.
                EmbeddedPostgres started = EmbeddedPostgres.builder()
                        .setPort(FreePort.next())
                        .setPGStartupWait(Duration.ofMinutes(2))
                        .start();
                return started.getJdbcUrl("postgres", "postgres") + "&password=" + PASSWORD;
            } catch (IOException e) {
                throw new IllegalStateException("PostgreSQL does not start: " + e.getMessage(), e);
            }
        }
    }
}
