package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.DatabaseStatus;
import dev.writelane.SqliteDatabase;
import dev.writelane.Transactor;
import io.micronaut.context.ApplicationContext;
import io.micronaut.data.model.Page;
import io.micronaut.data.model.Pageable;
import io.micronaut.inject.qualifiers.Qualifiers;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A URL in the configuration is enough for repositories, scopes, Flyway and several datasources. */
class StarterTest {
    private static final Instant AT = Instant.parse("2026-11-21T06:30:00.123456789Z");

    @TempDir
    Path folder;

    private ApplicationContext context;
    private Notes notes;
    private Scopes scopes;

    @BeforeEach
    void boot() {
        context = Booted.on(folder, "datasources.default.writelane.readers", "3");
        notes = context.getBean(Notes.class);
        scopes = context.getBean(Scopes.class);
    }

    @AfterEach
    void everythingIsGivenBack() {
        if (context.isRunning()) {
            assertThat(database().status().lanes())
                    .extracting(DatabaseStatus.LaneStatus::holder)
                    .containsOnlyNulls();
            context.close();
        }
    }

    private SqliteDatabase database() {
        return context.getBean(SqliteDatabase.class);
    }

    private Note saved(String text) {
        return notes.save(new Note(null, text, AT));
    }

    @Test
    void repositoriesSaveFindUpdateAndDelete() {
        Note note = saved("first");
        assertThat(note.id()).isNotNull();
        assertThat(notes.findById(note.id())).contains(note);
        notes.update(new Note(note.id(), "changed", AT));
        assertThat(notes.findByTextLike("chan%")).extracting(Note::id).containsExactly(note.id());
        notes.deleteById(note.id());
        assertThat(notes.count()).isZero();
    }

    @Test
    void saveAllGivesEveryRowItsOwnId() {
        List<Note> saved = notes.saveAll(IntStream.range(0, 25)
                .mapToObj(i -> new Note(null, "n" + i, AT))
                .toList());
        assertThat(saved).extracting(Note::id).doesNotContainNull().doesNotHaveDuplicates();
        for (Note note : saved) {
            assertThat(notes.findById(note.id())).contains(note);
        }
        Page<Note> page = notes.findAll(Pageable.from(1, 10));
        assertThat(page.getTotalSize()).isEqualTo(25);
        assertThat(page.getContent()).hasSize(10);
    }

    @Test
    void aTransactionThatThrowsLeavesNothing() {
        assertThatThrownBy(() -> scopes.saveAndFail("lost")).hasMessage("after saving lost");
        assertThat(notes.count()).isZero();
    }

    @Test
    void aTransactionReadsItsOwnWritesAndCommitsThem() {
        long inside = scopes.inTransaction(() -> {
            saved("one");
            saved("two");
            return notes.count();
        });
        assertThat(inside).isEqualTo(2);
        assertThat(notes.count()).isEqualTo(2);
    }

    @Test
    void aReadOnlyTransactionRefusesToWrite() {
        saved("there");
        assertThat(scopes.<Long>readOnlyTransaction(notes::count)).isEqualTo(1);
        assertThat(scopes.<Long>readOnly(notes::count)).isEqualTo(1);
        assertThatThrownBy(() -> scopes.readOnlyTransaction(() -> saved("no")))
                .rootCause()
                .isInstanceOf(SQLException.class)
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("25006");
        assertThat(notes.count()).isEqualTo(1);
    }

    @Test
    void aConnectableScopeReadsAndWrites() {
        long inside = scopes.connected(() -> {
            saved("one");
            return notes.count();
        });
        assertThat(inside).isEqualTo(1);
    }

    @Test
    void aTransactionInsideOfConnectableEndsWithTheMethodAndLeavesAutocommit() {
        scopes.connected(() -> {
            scopes.inTransaction(() -> saved("inside"));
            assertThat(countOfAnother()).as("committed").isEqualTo(1);
            assertThat(notes.count()).isEqualTo(1);
            assertThat(database().status().lanes())
                    .as("no transaction goes on")
                    .extracting(DatabaseStatus.LaneStatus::holder)
                    .containsOnlyNulls();
            saved("behind it");
            assertThat(countOfAnother()).isEqualTo(2);
            assertThat(scopes.<Long>readOnlyTransaction(notes::count)).isEqualTo(2);
            saved("behind a read-only one");
            assertThatThrownBy(() -> scopes.saveAndFail("lost")).hasMessage("after saving lost");
            return null;
        });
        assertThat(notes.count()).isEqualTo(3);
    }

    private long countOfAnother() {
        try {
            return database().read(c -> {
                try (ResultSet rows = c.createStatement().executeQuery("SELECT count(*) FROM note")) {
                    rows.next();
                    return rows.getLong(1);
                }
            });
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void plainJdbcJoinsTheTransactionAroundIt() {
        assertThatThrownBy(() -> scopes.inTransaction(() -> {
                    try {
                        scopes.execute("INSERT INTO note(text, at) VALUES ('by hand', 'now')");
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                    throw new IllegalArgumentException("rolled back together");
                }))
                .hasMessage("rolled back together");
        assertThat(notes.count()).isZero();
    }

    @Test
    void twoDatasourcesAreTwoFiles() {
        Archive archive = context.getBean(Archive.class);
        archive.save(new Note(null, "old", AT));
        assertThat(archive.count()).isEqualTo(1);
        assertThat(notes.count()).isZero();
        assertThat(context.getBean(SqliteDatabase.class, Qualifiers.byName("archive"))
                        .status()
                        .file())
                .endsWith("archive.db");
    }

    /** As an application asks for them. */
    @Singleton
    record Injected(SqliteDatabase main, @Named("archive") SqliteDatabase archive) {}

    @Test
    void databasesAreInjectedAlsoByName() throws SQLException {
        Injected databases = context.getBean(Injected.class);
        assertThat(databases.main()).isSameAs(database());
        assertThat(databases.archive().status().file()).endsWith("archive.db");
        databases
                .archive()
                .writeAsync(c -> c.createStatement()
                        .executeUpdate("INSERT INTO note(text, at) VALUES ('async', '2026-11-21 00:00:00')"))
                .join();
        assertThat(context.getBean(Archive.class).count()).isEqualTo(1);
        assertThat(notes.count()).isZero();
    }

    @Test
    void theDatabaseIsTheTransactor() {
        assertThat(context.getBean(Transactor.class)).isSameAs(database());
    }

    @Test
    void settingsReachTheirDatabaseOnly() {
        assertThat(database().config().readers()).isEqualTo(3);
        assertThat(context.getBean(SqliteDatabase.class, Qualifiers.byName("archive"))
                        .config()
                        .readers())
                .isEqualTo(16);
    }

    @Test
    void closingTheContextClosesTheDatabases() {
        SqliteDatabase database = database();
        context.close();
        assertThat(database.isClosed()).isTrue();
        assertThat(folder.resolve("default.db-wal")).doesNotExist();
        assertThat(folder.resolve("archive.db-wal")).doesNotExist();
    }
}
