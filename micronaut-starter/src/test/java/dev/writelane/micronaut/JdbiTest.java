package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.writelane.SqliteDatabase;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handles of Jdbi join Micronaut's transaction, and have one of their own where there is none. */
class JdbiTest {
    @TempDir
    Path folder;

    private ApplicationContext application;
    private Scopes scopes;
    private Jdbi jdbi;

    @BeforeEach
    void boot() {
        application = Booted.on(folder);
        scopes = application.getBean(Scopes.class);
        jdbi = application.getBean(Jdbi.class);
    }

    @AfterEach
    void noLaneIsHeld() {
        assertThat(application.getBean(SqliteDatabase.class).status().lanes())
                .noneMatch(lane -> lane.holder() != null && lane.holder().startsWith("connection #"));
        application.close();
    }

    private static void insert(Handle handle, String text) {
        handle.execute("INSERT INTO note(text, at) VALUES (?, ?)", text, Instant.EPOCH);
    }

    private static int count(Handle handle) {
        return handle.createQuery("SELECT count(*) FROM note").mapTo(int.class).one();
    }

    private int notes() {
        return jdbi.withHandle(JdbiTest::count);
    }

    private static String sqlStateOf(Throwable error) {
        Throwable cause = error;
        while (!(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        return ((SQLException) cause).getSQLState();
    }

    @Test
    void twoHandlesAndARepositoryInsideATransactionAreOne() {
        Runnable both = () -> {
            jdbi.useHandle(first -> insert(first, "first"));
            application.getBean(Notes.class).save(new Note(null, "repository", Instant.EPOCH));
            try (Handle second = jdbi.open()) {
                assertThat(count(second)).as("what the others wrote").isEqualTo(2);
                second.useTransaction(inside -> insert(inside, "second"));
            }
        };
        assertThatThrownBy(() -> scopes.inTransaction(() -> {
                    both.run();
                    throw new IllegalStateException("rolled back together");
                }))
                .hasMessage("rolled back together");
        assertThat(notes()).isZero();
        scopes.inTransaction(() -> {
            both.run();
            return null;
        });
        assertThat(notes()).as("committed together").isEqualTo(3);
    }

    @Test
    void aReadOnlyTransactionRefusesTheWriteOfAHandle() {
        scopes.readOnlyTransaction(() -> jdbi.withHandle(handle -> {
            assertThat(count(handle)).isZero();
            assertThat(sqlStateOf(catchThrowable(() -> insert(handle, "refused"))))
                    .isEqualTo("25006");
            return null;
        }));
        assertThat(notes()).isZero();
    }

    @Test
    void withoutATransactionAHandleHasItsOwn() {
        jdbi.useHandle(handle -> insert(handle, "autocommit"));
        assertThatThrownBy(() -> jdbi.useTransaction(handle -> {
                    insert(handle, "lost");
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        jdbi.useTransaction(handle -> insert(handle, "committed"));
        scopes.connected(() -> {
            jdbi.useTransaction(handle -> insert(handle, "on the connection of the scope"));
            return null;
        });
        assertThat(notes()).isEqualTo(3);
    }

    @Test
    void aJdbiOnMicronautsDataSourceAloneWorksInsideOfScopesOnly() {
        Jdbi contextual = Jdbi.create(application.getBean(DataSource.class));
        int inside = scopes.connected(() -> contextual.withHandle(JdbiTest::count));
        assertThat(inside).isZero();
        assertThatThrownBy(() -> contextual.useHandle(JdbiTest::count)).hasMessageContaining("@Connectable");
    }

    /** Jdbi looks for the thread's open handle before it asks for a connection; it cannot know of the transaction begun since. */
    @Test
    void insideACallbackTheHandleStaysTheOuterOneWhateverBeginsThere() {
        jdbi.useHandle(outer -> assertThatThrownBy(() -> scopes.inTransaction(() -> {
                    jdbi.useHandle(inner -> insert(inner, "on the outer handle: autocommit"));
                    application.getBean(Notes.class).count();
                    throw new IllegalStateException("rolls back nothing of it");
                }))
                .hasMessage("rolls back nothing of it"));
        assertThat(notes()).isEqualTo(1);
        jdbi.useHandle(outer -> assertThatThrownBy(() -> scopes.inTransaction(() -> {
                    try (Handle inner = jdbi.open()) {
                        insert(inner, "a handle of its own: the transaction's");
                    }
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back"));
        assertThat(notes()).isEqualTo(1);
    }
}
