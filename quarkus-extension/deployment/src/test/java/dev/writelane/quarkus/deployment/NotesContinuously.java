package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteDatabase;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Run by continuous testing, inside of {@link DevModeTest}: in the profile test, with its database. */
@QuarkusTest
class NotesContinuously {
    @Inject
    SqliteDatabase database;

    @Test
    void hasADatabaseOfItsOwn() throws Exception {
        assertThat(database.status().policy()).isEqualTo("serialized");
        database.write(connection -> connection.createStatement().executeUpdate("CREATE TABLE note(text TEXT)"));
    }
}
