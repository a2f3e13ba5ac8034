package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The management endpoint shows and does what an operator needs, for those who may. */
class EndpointTest {
    @TempDir
    Path folder;

    private Served open(Object... more) {
        return Served.on(
                folder,
                Stream.concat(Stream.of("endpoints.sqlite.sensitive", "false"), Stream.of(more))
                        .toArray());
    }

    @Test
    void itIsSensitiveUnlessSaidOtherwise() throws Exception {
        try (Served served = Served.on(folder)) {
            assertThat(served.get("/sqlite").statusCode()).isEqualTo(401);
            assertThat(served.post("/sqlite/default/checkpoint").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void itShowsTheStatusOfOneAndOfAll() throws Exception {
        try (Served served = open()) {
            HttpResponse<String> all = served.get("/sqlite");
            assertThat(all.statusCode()).isEqualTo(200);
            assertThat(all.body()).contains("\"default\":{\"file\":").contains("\"archive\":{\"file\":");
            assertThat(served.get("/sqlite/archive").body())
                    .contains("archive.db")
                    .contains("\"policy\":\"single-writer\"")
                    .contains("\"name\":\"write\"")
                    .contains("\"commits\":")
                    .contains("\"synchronous\":\"full\"")
                    .doesNotContain("default.db");
            assertThat(served.get("/sqlite/nobody").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aCheckpointEmptiesTheLog() throws Exception {
        try (Served served = open()) {
            served.context.getBean(Notes.class).save(new Note(null, "in the log", Instant.EPOCH));
            assertThat(folder.resolve("default.db-wal")).isNotEmptyFile();
            assertThat(served.post("/sqlite/default/checkpoint").body()).isEqualTo("{\"complete\":true}");
            assertThat(folder.resolve("default.db-wal")).isEmptyFile();
        }
    }

    @Test
    void aBackupIsACopyInTheFolderThatIsSet() throws Exception {
        Path backups = Files.createDirectory(folder.resolve("backups"));
        try (Served served = open("endpoints.sqlite.backup-directory", backups.toString())) {
            served.context.getBean(Notes.class).save(new Note(null, "copied", Instant.EPOCH));
            assertThat(served.post("/sqlite/default/backup").body()).contains("\"bytes\":");
        }
        List<Path> copies;
        try (Stream<Path> files = Files.list(backups)) {
            copies = files.toList();
        }
        assertThat(copies).hasSize(1);
        try (SqliteDatabase copy = SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + copies.get(0)))) {
            String text = copy.read(c -> {
                try (ResultSet rows = c.createStatement().executeQuery("SELECT text FROM note")) {
                    rows.next();
                    return rows.getString(1);
                }
            });
            assertThat(text).isEqualTo("copied");
        }
    }

    @Test
    void withoutThatSettingABackupIsRefused() throws Exception {
        try (Served served = open()) {
            HttpResponse<String> refused = served.post("/sqlite/default/backup");
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("endpoints.sqlite.backup-directory is not set");
        }
    }

    @Test
    void anIntegrityCheckTellsOfProblems() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("broken.db");
        try (Connection stock = DriverManager.getConnection(url);
                Statement statement = stock.createStatement()) {
            statement.executeUpdate("CREATE TABLE t(a, b); CREATE INDEX i ON t(a); INSERT INTO t VALUES (1, 2);"
                    + " PRAGMA writable_schema = ON;"
                    + " UPDATE sqlite_schema SET sql = 'CREATE INDEX i ON t(b)' WHERE name = 'i'");
        }
        try (Served served = open("datasources.broken.url", url)) {
            assertThat(served.post("/sqlite/default/integrity-check").body())
                    .contains("\"sound\":true")
                    .contains("\"problems\":[]");
            assertThat(served.post("/sqlite/broken/integrity-check").body())
                    .contains("\"sound\":false")
                    .contains("row 1 missing from index i");
        }
    }

    @Test
    void whatItCannotDoIsNotFound() throws Exception {
        try (Served served = open()) {
            assertThat(served.post("/sqlite/default/nonsense").statusCode()).isEqualTo(404);
        }
    }
}
