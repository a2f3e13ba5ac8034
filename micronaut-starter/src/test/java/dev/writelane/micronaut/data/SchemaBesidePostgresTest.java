package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other dialects' tables are made by Micronaut as ever, in the same application. */
class SchemaBesidePostgresTest {
    @TempDir
    Path folder;

    @Test
    void eachDatabaseHasTablesOfItsOwnKind() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(2))
                .start()) {
            Map<String, Object> settings = DataTest.settings(folder, "default");
            settings.putAll(Map.of(
                    "datasources.server.url", postgres.getJdbcUrl("postgres", "postgres"),
                    "datasources.server.username", "postgres",
                    "datasources.server.password", "postgres",
                    "datasources.server.driver-class-name", "org.postgresql.Driver",
                    "datasources.server.dialect", "POSTGRES",
                    "datasources.server.schema-generate", "CREATE_DROP",
                    "datasources.server.packages", DataTest.class.getPackageName()));
            try (ApplicationContext context = ApplicationContext.run(settings)) {
                Genre here = context.getBean(GenreRepository.class).save(new Genre(null, "here"));
                Genre there = context.getBean(ServerGenres.class).save(new Genre(null, "there"));
                assertThat(context.getBean(GenreRepository.class).findAll()).containsExactly(here);
                assertThat(context.getBean(ServerGenres.class).findAll()).containsExactly(there);
                assertThat(identityOnServer(context)).isEqualTo("ALWAYS");
            }
        }
    }

    private static String identityOnServer(ApplicationContext context) throws Exception {
        DataSource server =
                DelegatingDataSource.unwrapDataSource(context.getBean(DataSource.class, Qualifiers.byName("server")));
        try (Connection connection = server.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT identity_generation FROM information_schema.columns"
                        + " WHERE table_name = 'genre' AND column_name = 'id'")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
