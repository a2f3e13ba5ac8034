package dev.writelane.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** An application whose migrations both databases understand starts on the copy: the history came along, and goes on. */
class FlywayTest {
    @TempDir
    Path folder;

    private int migrate(DataSource source) {
        return Flyway.configure()
                .dataSource(source)
                .locations("filesystem:" + folder)
                .load()
                .migrate()
                .migrationsExecuted;
    }

    @Test
    void theHistoryOfMigrationsGoesOn() throws Exception {
        Files.writeString(
                folder.resolve("V1__begin.sql"),
                "CREATE TABLE event(id INTEGER PRIMARY KEY, name VARCHAR(200) NOT NULL, starts_at TIMESTAMP NOT NULL);"
                        + " INSERT INTO event VALUES (7, 'Hamlet', '2026-11-21 19:30:00')");
        Path file = folder.resolve("app.db");
        try (SqliteDatabase db = SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + file))) {
            assertThat(migrate(db.dataSource())).isEqualTo(1);
        }
        String server = Server.newDatabase();
        CopyReport report = Db.toPostgres(file, server, CopyOptions.defaults());
        assertThat(report.tables())
                .extracting(CopyReport.TableCopy::name)
                .containsExactlyInAnyOrder("event", "flyway_schema_history");

        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server);
        assertThat(migrate(source)).isZero();
        Files.writeString(
                folder.resolve("V2__more.sql"),
                "INSERT INTO event(name, starts_at) VALUES ('Macbeth', '2026-11-22 19:30:00')");
        assertThat(migrate(source)).isEqualTo(1);
        assertThat(Db.column(server, "SELECT id FROM event ORDER BY id")).containsExactly("7", "8");
    }
}
