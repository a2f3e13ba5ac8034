package dev.writelane.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.SqliteDatabase;
import dev.writelane.quarkus.ReadOnlyTransaction;
import dev.writelane.quarkus.it.BesidePostgresTest.WithArchive;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A datasource of another kind in the same application is none of ours. */
@QuarkusTest
@TestProfile(WithArchive.class)
@WithTestResource(FreshFiles.class)
@WithTestResource(EmbeddedPostgresql.class)
class BesidePostgresTest {

    public static class WithArchive implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.datasource.archive.db-kind", "postgresql",
                    "quarkus.datasource.archive.devservices.enabled", "false",
                    "quarkus.datasource.archive.jdbc.acquisition-timeout", "60s",
                    // Of no effect on a server, and said to be.
                    "quarkus.writelane.archive.readers", "3");
        }
    }

    @Inject
    AgroalDataSource sqlite;

    /** Only there with the profile. */
    @Inject
    @DataSource("archive")
    Instance<AgroalDataSource> archive;

    @Inject
    @DataSource("archive")
    Instance<SqliteDatabase> noDatabase;

    @BeforeEach
    void createTable() throws SQLException {
        execute(archive.get(), "CREATE TABLE IF NOT EXISTS note(text TEXT NOT NULL)");
        execute(archive.get(), "DELETE FROM note");
        execute(sqlite, "DELETE FROM note");
    }

    @Test
    void postgresqlKeepsItsDriverItsPoolAndItsTransactions() throws SQLException {
        assertThat(archive.get().getConfiguration().dataSourceImplementation().name())
                .isEqualTo("AGROAL");
        assertThat(noDatabase.isUnsatisfied()).isTrue();
        try (Connection connection = archive.get().getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
        }
        try (Connection connection = sqlite.getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("SQLite");
        }
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().call(() -> {
                    execute(archive.get(), "INSERT INTO note VALUES ('lost')");
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessageContaining("rolled back");
        QuarkusTransaction.requiringNew().call(() -> {
            execute(sqlite, "INSERT INTO note(text) VALUES ('here')");
            return QuarkusTransaction.requiringNew()
                    .call(() -> execute(archive.get(), "INSERT INTO note VALUES ('there')"));
        });
        assertThat(count(archive.get())).isEqualTo(1);
        assertThat(count(sqlite)).isEqualTo(1);
    }

    /** Reads, lets another transaction write, and reads again. */
    @Singleton
    public static class Reader {

        @ReadOnlyTransaction
        List<Long> around(AgroalDataSource dataSource, Runnable write) throws SQLException {
            long before = count(dataSource);
            QuarkusTransaction.requiringNew().run(write);
            return List.of(before, count(dataSource));
        }

        @ReadOnlyTransaction
        boolean write(AgroalDataSource dataSource) throws SQLException {
            return execute(dataSource, "INSERT INTO note VALUES ('by a reader')");
        }
    }

    @Inject
    Reader reader;

    @Test
    void aReadOnlyTransactionOfAServerIsOneSnapshotAndCannotWrite() throws SQLException {
        Runnable write = () -> {
            try {
                execute(archive.get(), "INSERT INTO note VALUES ('meanwhile')");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        };

        assertThat(reader.around(archive.get(), write)).containsExactly(0L, 0L);
        assertThat(reader.around(archive.get(), write)).containsExactly(1L, 1L);
        assertThatThrownBy(() -> reader.write(archive.get()))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
        // The pool's connections write again.
        QuarkusTransaction.requiringNew().run(write);
        assertThat(count(archive.get())).isEqualTo(3);
    }

    private static boolean execute(AgroalDataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    private static long count(AgroalDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return Table.count(connection);
        }
    }
}
