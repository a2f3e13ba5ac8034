package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.SqliteDatabase;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.reflect.ClassUtils;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.transaction.annotation.Transactional;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server database beside ours keeps its pool, and both have transactions. Runs once with each pool on the class path. */
class BesidePostgresTest {
    @TempDir
    Path folder;

    /** Transactions on each of the two. */
    @Singleton
    static class Both {
        private final DataSource sqlite;
        private final DataSource server;

        Both(DataSource sqlite, @Named("server") DataSource server) {
            this.sqlite = sqlite;
            this.server = server;
        }

        @Transactional
        void onSqlite(String sql, boolean fail) throws SQLException {
            execute(sqlite, sql, fail);
        }

        @Transactional("server")
        void onServer(String sql, boolean fail) throws SQLException {
            execute(server, sql, fail);
        }

        @Transactional
        long countOnSqlite() throws SQLException {
            return count(sqlite);
        }

        @Transactional("server")
        long countOnServer() throws SQLException {
            return count(server);
        }

        private static void execute(DataSource source, String sql, boolean fail) throws SQLException {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
            if (fail) {
                throw new IllegalStateException("rolled back");
            }
        }

        private static long count(DataSource source) throws SQLException {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT count(*) FROM item")) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** What Micronaut's pool modules make, of the one that is there. */
    private static Class<?> pool() throws ClassNotFoundException {
        Map<String, String> pools = Map.of(
                "hikari", "com.zaxxer.hikari.HikariDataSource",
                "tomcat", "org.apache.tomcat.jdbc.pool.DataSource",
                "dbcp", "org.apache.commons.dbcp2.BasicDataSource",
                "ucp", "oracle.ucp.jdbc.PoolDataSource");
        List<String> there = pools.keySet().stream()
                .filter(module -> ClassUtils.isPresent(
                        "io.micronaut.configuration.jdbc." + module + ".DatasourceConfiguration",
                        BesidePostgresTest.class.getClassLoader()))
                .toList();
        assertThat(there).as("pools on the class path").hasSize(1);
        return Class.forName(pools.get(there.get(0)));
    }

    @Test
    void eachKeepsItsOwnDataSourceAndTransactions() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofMinutes(2))
                        .start();
                ApplicationContext context = Booted.on(
                        folder,
                        "datasources.server.url",
                        postgres.getJdbcUrl("postgres", "postgres"),
                        "datasources.server.username",
                        "postgres",
                        "datasources.server.password",
                        "postgres",
                        "datasources.server.driver-class-name",
                        "org.postgresql.Driver")) {
            DataSource server = DelegatingDataSource.unwrapDataSource(
                    context.getBean(DataSource.class, Qualifiers.byName("server")));
            DataSource sqlite = DelegatingDataSource.unwrapDataSource(context.getBean(DataSource.class));
            assertThat(server).isInstanceOf(pool());
            assertThat(context.getBeansOfType(DataSource.class))
                    .as("one for each name")
                    .hasSize(3);
            assertThat(sqlite).isSameAs(context.getBean(SqliteDatabase.class).dataSource());

            Both both = context.getBean(Both.class);
            both.onServer("CREATE TABLE item(id INT)", false);
            both.onSqlite("CREATE TABLE item(id INT)", false);
            both.onServer("INSERT INTO item VALUES (1)", false);
            both.onSqlite("INSERT INTO item VALUES (1)", false);
            assertThatThrownBy(() -> both.onServer("INSERT INTO item VALUES (2)", true))
                    .hasMessage("rolled back");
            assertThatThrownBy(() -> both.onSqlite("INSERT INTO item VALUES (2)", true))
                    .hasMessage("rolled back");
            assertThat(both.countOnServer()).isEqualTo(1);
            assertThat(both.countOnSqlite()).isEqualTo(1);
        }
    }
}
