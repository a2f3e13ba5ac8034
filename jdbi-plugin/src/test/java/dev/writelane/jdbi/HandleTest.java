package dev.writelane.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.spi.JdbiPlugin;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;

/** Handles: each statement takes its lane and gives it back; opening and closing one costs none. */
class HandleTest extends JdbiTest {

    @Test
    void itUpdatesAndQueriesAndHoldsNoLaneInBetween() {
        jdbi.useHandle(handle -> {
            int inserted = handle.createUpdate("INSERT INTO seat(label, buyer) VALUES (:label, :buyer)")
                    .bind("label", "A1")
                    .bind("buyer", Optional.of("Ada"))
                    .execute();
            assertThat(inserted).isEqualTo(1);
            insert(handle, "A2");
            assertThat(handle.createQuery("SELECT * FROM seat ORDER BY label")
                            .mapTo(Seat.class)
                            .list())
                    .containsExactly(new Seat(1, "A1", Optional.of("Ada")), new Seat(2, "A2", Optional.empty()));
            Map<String, Object> row = handle.createQuery("SELECT buyer AS who FROM seat WHERE id = 1")
                    .mapToMap()
                    .one();
            assertThat(row).isEqualTo(Map.of("who", "Ada"));
            assertThat(handle.createQuery(COUNT + " WHERE label = 'Z9'")
                            .mapTo(Integer.class)
                            .findOne())
                    .contains(0);
            assertNoLaneIsHeld();
        });
        int deleted = jdbi.withHandle(handle -> handle.execute("DELETE FROM seat"));
        assertThat(deleted).isEqualTo(2);
    }

    @Test
    void openingAndClosingNeedsNoLaneWhileAnotherWrites() {
        jdbi.useTransaction(writer -> {
            insert(writer, "A1");
            try (Handle handle = jdbi.open()) {
                assertThat(handle.isInTransaction()).isFalse();
                assertThat(seats(handle))
                        .as("the latest commit, beside the writer")
                        .isZero();
                handle.begin();
                handle.commit();
            }
        });
    }

    @Test
    void closedTwiceIsClosedOnceAndRefusesFurtherUse() throws SQLException {
        Handle handle = jdbi.open();
        handle.close();
        handle.close();
        assertThat(handle.isClosed()).isTrue();
        assertThat(handle.getConnection().isClosed()).isTrue();
        assertThat(sqlStateOf(catchThrowable(() -> seats(handle)))).isEqualTo("08003");
        Handle under = jdbi.open();
        under.getConnection().close();
        under.close();
    }

    @Test
    void aHandleOfAClosedDatabaseSaysSo() {
        Jdbi late = jdbi;
        db.close();
        assertThat(sqlStateOf(catchThrowable(() -> late.useHandle(JdbiTest::seats))))
                .isEqualTo("08003");
    }

    @Test
    void aListBindsAndRowsAreLimitedForThatStatementAlone() {
        fill(100);
        jdbi.useHandle(handle -> {
            List<Long> ids = handle.createQuery("SELECT id FROM seat WHERE label IN (<labels>) ORDER BY id")
                    .bindList("labels", "A3", "A5", "A7")
                    .mapTo(Long.class)
                    .list();
            assertThat(ids).containsExactly(3L, 5L, 7L);
            assertThat(handle.createQuery("SELECT id FROM seat")
                            .setMaxRows(7)
                            .setFetchSize(3)
                            .setQueryTimeout(30)
                            .mapTo(Long.class)
                            .list())
                    .hasSize(7);
            assertThat(handle.createQuery("SELECT id FROM seat")
                            .mapTo(Long.class)
                            .list())
                    .hasSize(100);
        });
    }

    @Test
    void aStatementIsExecutedAgainWithOtherValues() {
        jdbi.useHandle(handle -> {
            try (var update = handle.createUpdate("INSERT INTO seat(label) VALUES (:label)")) {
                for (String label : List.of("A1", "A2", "A3")) {
                    update.bind("label", label).execute();
                }
            }
            try (var query = handle.createQuery("SELECT id FROM seat WHERE label = :label")) {
                assertThat(query.bind("label", "A2").mapTo(Long.class).one()).isEqualTo(2);
                assertThat(query.bind("label", "A3").mapTo(Long.class).one()).isEqualTo(3);
            }
        });
    }

    @Test
    void oneRowIsWhatOneAsksFor() {
        fill(2);
        jdbi.useHandle(handle -> {
            assertThatThrownBy(() -> handle.createQuery("SELECT id FROM seat")
                            .mapTo(Long.class)
                            .one())
                    .isInstanceOf(IllegalStateException.class);
            assertThat(handle.createQuery("SELECT id FROM seat ORDER BY id")
                            .mapTo(Long.class)
                            .first())
                    .isEqualTo(1);
            assertThat(handle.createQuery("SELECT id FROM seat WHERE id > 2")
                            .mapTo(Long.class)
                            .findFirst())
                    .isEmpty();
            assertNoLaneIsHeld();
        });
    }

    @Test
    void aScriptRunsWholeOrNotAtAll() {
        jdbi.useHandle(handle -> {
            int[] counts = handle.createScript("""
                            -- a comment; with a semicolon
                            INSERT INTO seat(label) VALUES ('A;1');
                            /* another; */ UPDATE seat SET buyer = 'Ada';
                            CREATE TRIGGER t AFTER DELETE ON seat
                            BEGIN
                                INSERT INTO seat(label) VALUES ('again ' || old.label);
                                UPDATE seat SET buyer = 'Bob';
                            END;
                            DELETE FROM seat;
                            """).execute();
            assertThat(counts).startsWith(1, 1);
            assertThat(handle.createQuery("SELECT label FROM seat")
                            .mapTo(String.class)
                            .list())
                    .containsExactly("again A;1");
            Throwable error = catchThrowable(() -> handle.createScript(
                            "INSERT INTO seat(label) VALUES ('B1'); INSERT INTO seat(label) VALUES ('B1');")
                    .execute());
            assertThat(error).isInstanceOf(UnableToExecuteStatementException.class);
            assertThat(sqlStateOf(error)).isEqualTo("23505");
            assertThat(seats(handle)).isEqualTo(1);
            handle.createScript("INSERT INTO seat(label) VALUES ('C1'); INSERT INTO seat(label) VALUES ('C2')")
                    .executeAsSeparateStatements();
            assertThat(seats(handle)).isEqualTo(3);
        });
    }

    /** Jdbi cuts a script at its semicolons by rules of its own, which miss a BEGIN behind other words; JDBC takes the text as it is. */
    @Test
    void aScriptThatJdbiCannotCutRunsWholeOnTheConnection() throws SQLException {
        String script = """
                CREATE TRIGGER t AFTER DELETE ON seat BEGIN UPDATE seat SET buyer = 'x'; END;
                INSERT INTO seat(label) VALUES ('A1'); INSERT INTO seat(label) VALUES ('A2'); DELETE FROM seat WHERE id = 1
                """;
        jdbi.<SQLException>useHandle(handle -> {
            assertThatThrownBy(() -> handle.createScript(script).execute()).isInstanceOf(RuntimeException.class);
            try (Statement statement = handle.getConnection().createStatement()) {
                statement.execute(script);
            }
            assertThat(handle.createQuery("SELECT buyer FROM seat")
                            .mapTo(String.class)
                            .one())
                    .isEqualTo("x");
            Throwable error = catchThrowable(() -> handle.execute("DELETE FROM seat; DELETE FROM seat"));
            assertThat(error).as("never its first statement alone").hasMessageContaining("holds 2");
        });
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void metadataIsAskedThroughTheHandle() {
        jdbi.useHandle(handle -> {
            List<String> tables = handle.queryMetadata(data -> data.getTables(null, null, "%", new String[] {"TABLE"}))
                    .map((row, context) -> row.getString("TABLE_NAME"))
                    .list();
            assertThat(tables).containsExactly("seat");
            String product = handle.queryMetadata(DatabaseMetaData::getDatabaseProductName);
            assertThat(product).isEqualTo("SQLite");
        });
    }

    /** Who installs all plugins of the class path, as micronaut-jdbi does, installs it on every database. */
    @Test
    void thePluginIsFoundAndChangesNothingOnAnotherDriver() {
        assertThat(ServiceLoader.load(JdbiPlugin.class)).anyMatch(WritelanePlugin.class::isInstance);
        Jdbi stock = Jdbi.create("jdbc:sqlite:" + directory.resolve("stock.db")).installPlugin(new WritelanePlugin());
        stock.useHandle(handle -> handle.execute("CREATE TABLE seat(label TEXT)"));
        stock.useTransaction(outer -> {
            outer.execute("INSERT INTO seat VALUES ('stock')");
            stock.useHandle(inner -> assertThat(inner).isSameAs(outer));
            jdbi.useTransaction(here -> insert(here, "A1"));
        });
        assertThat((int) stock.withHandle(JdbiTest::seats)).isEqualTo(1);
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void severalDatabasesStandSideBySide() throws SQLException {
        try (var archive = database("archive.db")) {
            Jdbi other = Writelane.jdbi(archive);
            other.useHandle(handle -> handle.execute("CREATE TABLE seat(label TEXT)"));
            jdbi.useTransaction(here -> other.useTransaction(there -> {
                assertThat(there).isNotSameAs(here);
                insert(here, "A1");
                there.execute("INSERT INTO seat SELECT 'archived'");
            }));
            assertThatThrownBy(() -> jdbi.useTransaction(here -> {
                        other.useTransaction(there -> there.execute("INSERT INTO seat SELECT 'archived again'"));
                        insert(here, "A2");
                        throw new IllegalStateException("here alone");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            int archived = other.withHandle(JdbiTest::seats);
            assertThat(archived).isEqualTo(2);
            assertThat(seats()).isEqualTo(1);
        }
    }
}
