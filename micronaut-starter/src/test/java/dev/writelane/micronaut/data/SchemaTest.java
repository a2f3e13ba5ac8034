package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import io.micronaut.context.ApplicationContext;
import io.micronaut.data.model.query.builder.sql.validation.SchemaValidationException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** schema-generate makes SQLite's own tables out of entities, or says which entity it cannot make one of. */
class SchemaTest extends DataTest {
    private static final String TABLES = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'";

    private void assertTable(String name, String sql) throws Exception {
        assertThat(stored("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = '" + name + "'"))
                .containsExactly(sql);
    }

    private void startAgain(Object... settings) {
        context.close();
        context = ApplicationContext.run(settings(folder, "default", settings));
    }

    private void execute(String... statements) throws Exception {
        bean(SqliteDatabase.class).write(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
                return 0;
            }
        });
    }

    @Test
    void idsAreRowIdsAndTypesKeepTheirValues() throws Exception {
        assertTable("genre", "CREATE TABLE \"genre\" (\"id\" INTEGER PRIMARY KEY, \"name\" TEXT NOT NULL)");
        assertTable(
                "stock",
                "CREATE TABLE \"stock\" (\"name\" TEXT NOT NULL, \"amount\" INTEGER NOT NULL, PRIMARY KEY (\"name\"))");
        assertTable(
                "price",
                "CREATE TABLE \"price\" (\"id\" INTEGER PRIMARY KEY, \"amount\" NOT NULL CHECK (typeof(\"amount\") <> 'text'))");
        assertTable(
                "seat",
                "CREATE TABLE \"seat\" (\"id_line\" TEXT NOT NULL, \"id_number\" INTEGER NOT NULL, \"guest\" TEXT,"
                        + " PRIMARY KEY (\"id_line\", \"id_number\"))");
    }

    @Test
    void whatAnEntityDefinesItselfIsTaken() throws Exception {
        startAgain("datasources.default.packages", "dev.writelane.micronaut.shared", "tables.prefix", "my");
        assertTable(
                "defined",
                "CREATE TABLE \"defined\" (\"id\" INTEGER PRIMARY KEY AUTOINCREMENT, \"name\" TEXT NOT NULL COLLATE NOCASE)");
    }

    @Test
    void entitiesMayShareATableAndNamesMayBeSettings() throws Exception {
        startAgain("datasources.default.packages", "dev.writelane.micronaut.shared", "tables.prefix", "my");
        assertTable(
                "my_shared",
                "CREATE TABLE \"my_shared\" (\"id\" INTEGER PRIMARY KEY, \"count\" INTEGER NOT NULL, \"name\" TEXT)");
    }

    @Test
    void associationsAreForeignKeys() throws Exception {
        assertTable(
                "book",
                "CREATE TABLE \"book\" (\"id\" INTEGER PRIMARY KEY, \"title\" TEXT NOT NULL, \"pages\" INTEGER NOT NULL,"
                        + " \"author_id\" INTEGER, FOREIGN KEY (\"author_id\") REFERENCES \"author\" (\"id\"))");
        assertTable(
                "book_genre",
                "CREATE TABLE \"book_genre\" (\"book_id\" INTEGER NOT NULL, \"genre_id\" INTEGER NOT NULL,"
                        + " FOREIGN KEY (\"book_id\") REFERENCES \"book\" (\"id\"),"
                        + " FOREIGN KEY (\"genre_id\") REFERENCES \"genre\" (\"id\"))");
        assertTable(
                "node",
                "CREATE TABLE \"node\" (\"id\" INTEGER PRIMARY KEY, \"parent_id\" INTEGER, \"seat_id_line\" TEXT,"
                        + " \"seat_id_number\" INTEGER, FOREIGN KEY (\"parent_id\") REFERENCES \"node\" (\"id\"),"
                        + " FOREIGN KEY (\"seat_id_line\", \"seat_id_number\") REFERENCES \"seat\" (\"id_line\", \"id_number\"))");
        assertThat(stored("PRAGMA foreign_key_check")).isEmpty();
        assertThatThrownBy(() ->
                        bean(NodeRepository.class).save(new Node(null, null, new Seat(new SeatId("Z", 9), null))))
                .extracting(DataTest::sqlState)
                .isEqualTo("23503");
    }

    @Test
    void indexesAreMadeUnderMicronautsNames() throws Exception {
        assertThat(stored("SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"))
                .containsExactly(
                        "CREATE INDEX \"idx_book_title_pages\" ON \"book\" (\"title\", \"pages\")",
                        "CREATE UNIQUE INDEX \"idx_genre_name\" ON \"genre\" (\"name\")");
    }

    @Test
    void createKeepsWhatIsThereAndAddsWhatIsMissing() throws Exception {
        bean(GenreRepository.class).save(new Genre(null, "kept"));
        execute("DROP TABLE price", "DROP INDEX idx_genre_name");
        startAgain();
        assertThat(bean(GenreRepository.class).findAll())
                .extracting(Genre::name)
                .containsExactly("kept");
        assertThat(bean(PriceRepository.class).count()).isZero();
        assertThat(stored("SELECT name FROM sqlite_schema WHERE name = 'idx_genre_name'"))
                .hasSize(1);
    }

    @Test
    void createDropBeginsAnewWhateverRefersToWhat() throws Exception {
        bean(AuthorRepository.class).save(new Author("Joyce", new Book("Ulysses", 730, new Genre(null, "novel"))));
        Node root = bean(NodeRepository.class).save(new Node(null, null, null));
        bean(NodeRepository.class).save(new Node(null, root, null));
        execute("CREATE TABLE other(kept)");
        startAgain("datasources.default.schema-generate", "CREATE_DROP");
        assertThat(bean(BookRepository.class).count()
                        + bean(AuthorRepository.class).count())
                .isZero();
        assertThat(bean(NodeRepository.class).count()).isZero();
        assertThat(stored("SELECT count(*) FROM other")).containsExactly("0");
    }

    @Test
    void validateTakesItsOwnTablesAndChangesNothing() throws Exception {
        String before = stored("SELECT group_concat(sql) FROM sqlite_schema").get(0);
        startAgain("datasources.default.schema-generate", "VALIDATE");
        assertThat(stored("SELECT group_concat(sql) FROM sqlite_schema")).containsExactly(before);
    }

    @Test
    void validateComesAfterTheMigrations() throws Exception {
        startAgain(
                "datasources.default.url",
                "jdbc:sqlite:" + folder.resolve("migrated.db"),
                "flyway.datasources.default.enabled",
                true,
                "datasources.default.packages",
                "dev.writelane.micronaut.migrated",
                "datasources.default.schema-generate",
                "VALIDATE");
        assertThat(stored("SELECT count(*) FROM note")).containsExactly("0");
    }

    private void assertInvalid(String... expected) {
        for (String generate : new String[] {"VALIDATE", "CREATE"}) {
            assertThatThrownBy(() -> startAgain("datasources.default.schema-generate", generate))
                    .rootCause()
                    .isInstanceOf(SchemaValidationException.class)
                    .hasMessageContainingAll(expected);
        }
    }

    @Test
    void aTableThatWouldNotKeepTheValuesIsNamed() throws Exception {
        execute("DROP TABLE genre", "CREATE TABLE genre(id INTEGER PRIMARY KEY, name NUMERIC)");
        assertInvalid("name", "genre", Genre.class.getName(), "NUMERIC", "TEXT");
    }

    @Test
    void anIdThatSqliteWouldNotFillInIsNamed() throws Exception {
        execute("DROP TABLE genre", "CREATE TABLE genre(id BIGINT PRIMARY KEY, name TEXT)");
        assertInvalid("id", "genre", "BIGINT", "INTEGER PRIMARY KEY");
    }

    @Test
    void aMissingColumnIsNamed() throws Exception {
        execute("ALTER TABLE stock DROP COLUMN amount");
        assertInvalid("amount", "stock", Stock.class.getName(), "missing");
    }

    @Test
    void aMissingTableFailsValidateOnly() throws Exception {
        execute("DROP TABLE price");
        assertThatThrownBy(() -> startAgain("datasources.default.schema-generate", "VALIDATE"))
                .rootCause()
                .hasMessageContainingAll("price", Price.class.getName(), "missing");
    }

    @Test
    void aTableByHandFitsWithOtherTypesThatKeepTheValues() throws Exception {
        execute(
                "DROP TABLE price",
                "CREATE TABLE price(id INTEGER PRIMARY KEY, amount DECIMAL(10, 2))",
                "DROP TABLE document",
                "CREATE TABLE document(id CHAR(36) PRIMARY KEY, name VARCHAR(20), created TIMESTAMP, updated DATETIME)");
        startAgain("datasources.default.schema-generate", "VALIDATE");
        Price saved = bean(PriceRepository.class).save(new Price(null, new java.math.BigDecimal("12.50")));
        assertThat(bean(PriceRepository.class).findById(saved.id())).contains(saved);
    }

    @Test
    void aViewMayStandForATable() throws Exception {
        execute("DROP TABLE stock", "CREATE VIEW stock AS SELECT 'nails' AS name, 5 AS amount");
        startAgain();
        assertThat(bean(StockRepository.class).findAll()).containsExactly(new Stock("nails", 5));
    }

    @Test
    void aStatementThatFailsNamesItsEntityAndLeavesTheFileAsItWas() throws Exception {
        String before = stored(TABLES).get(0);
        execute("DROP TABLE price", "DROP INDEX idx_genre_name", "INSERT INTO genre(name) VALUES ('twice'), ('twice')");
        assertThatThrownBy(this::startAgain).rootCause().isInstanceOf(java.sql.SQLException.class);
        assertThatThrownBy(this::startAgain).hasStackTraceContaining("The table genre of " + Genre.class.getName());
        try (SqliteDatabase file =
                SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + folder.resolve("default.db")))) {
            long now = file.read(connection -> {
                try (var rows = connection.createStatement().executeQuery(TABLES)) {
                    rows.next();
                    return rows.getLong(1);
                }
            });
            assertThat(now).isEqualTo(Long.parseLong(before) - 1);
        }
    }

    @Test
    void whatSqliteCannotGenerateOrStoreIsRefusedWithARemedy() {
        String wrong = "dev.writelane.micronaut.wrong.";
        assertThatThrownBy(() -> startAgain("datasources.default.packages", wrong + "sequence"))
                .hasMessageContainingAll("Sequenced", "sequence", "IDENTITY");
        assertThatThrownBy(() -> startAgain("datasources.default.packages", wrong + "uuid"))
                .hasMessageContainingAll("Generated", "UUID", "@AutoPopulated");
        assertThatThrownBy(() -> startAgain("datasources.default.packages", wrong + "array"))
                .hasMessageContainingAll("Listing", "words", "STRING_ARRAY", "JSON");
        assertThatThrownBy(() -> startAgain("datasources.default.packages", wrong + "twice"))
                .hasMessageContainingAll("Once", "Again", "same", "packages");
        assertThatThrownBy(() -> startAgain("datasources.default.schema-generate-name", "tenant"))
                .hasMessageContainingAll("schema-generate-name", "attach");
    }

    @Test
    void entitiesOfAnAttachedFileHaveTheirTablesThere() throws Exception {
        startAgain(
                "datasources.default.packages",
                "dev.writelane.micronaut.attached",
                "datasources.default.writelane.attach.old",
                folder.resolve("old.db").toString());
        assertThat(stored("SELECT sql FROM old.sqlite_schema WHERE type = 'index'"))
                .containsExactly("CREATE INDEX \"idx_memory_text\" ON \"memory\" (\"text\")");
        startAgain(
                "datasources.default.packages",
                "dev.writelane.micronaut.attached",
                "datasources.default.schema-generate",
                "VALIDATE",
                "datasources.default.writelane.attach.old",
                folder.resolve("old.db").toString());
        assertThat(stored("SELECT count(*) FROM old.memory")).containsExactly("0");
    }
}
