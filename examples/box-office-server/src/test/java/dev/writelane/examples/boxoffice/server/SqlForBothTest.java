package dev.writelane.examples.boxoffice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import dev.writelane.examples.boxoffice.contract.Server;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README says of the SQL that both understand, and of where they differ. */
class SqlForBothTest {

    @TempDir
    Path directory;

    private SqliteDatabase file;
    private Connection sqlite;
    private Connection postgresql;

    @BeforeEach
    void open() throws SQLException {
        file = SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + directory.resolve("both.db")));
        sqlite = file.dataSource().getConnection();
        postgresql = DriverManager.getConnection(Server.freshDatabase());
        both("CREATE TABLE shelf (id BIGINT PRIMARY KEY, label TEXT NOT NULL)");
        both("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, shelf BIGINT REFERENCES shelf (id),"
                + " price NUMERIC(10, 2), made TIMESTAMP WITH TIME ZONE, key UUID, sold BOOLEAN DEFAULT FALSE)");
        both("CREATE UNIQUE INDEX item_key ON item (key) WHERE key IS NOT NULL");
        both("INSERT INTO shelf (id, label) VALUES (1, 'low'), (2, 'high')");
        both("INSERT INTO item (id, name, shelf, price, sold) VALUES"
                + " (1, 'Pen', 1, 2, TRUE), (2, 'Ink', 1, 5, FALSE), (3, 'Nib', NULL, NULL, FALSE)");
    }

    @AfterEach
    void close() throws SQLException {
        sqlite.close();
        postgresql.close();
        file.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO item (id, name, price) VALUES (9, 'Pen', 3)"
                        + " ON CONFLICT (name) DO UPDATE SET price = item.price + excluded.price RETURNING id, name",
                "INSERT INTO item (id, name) VALUES (9, 'Pen') ON CONFLICT DO NOTHING RETURNING id",
                "UPDATE item SET shelf = shelf.id FROM shelf WHERE shelf.label = 'high' AND item.shelf IS NULL"
                        + " RETURNING name",
                "DELETE FROM item WHERE sold RETURNING id",
                "SELECT id FROM item WHERE sold",
                "SELECT name FROM item WHERE sold = FALSE ORDER BY name",
                "SELECT name FROM item ORDER BY price DESC NULLS LAST, name LIMIT 2 OFFSET 1",
                "SELECT name FROM item WHERE shelf IS DISTINCT FROM 1",
                "SELECT name FROM item WHERE LOWER(name) LIKE 'i%'",
                "SELECT shelf, COUNT(*) FILTER (WHERE sold) FROM item GROUP BY shelf HAVING COUNT(*) > 1",
                "SELECT name, ROW_NUMBER() OVER (ORDER BY name) FROM item ORDER BY name",
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n",
                "SELECT name || '-' || id, COALESCE(shelf, 0), CAST('12' AS INTEGER), 7 / 2 FROM item ORDER BY id",
                "SELECT i.name, s.label FROM item i LEFT JOIN shelf s ON s.id = i.shelf ORDER BY i.id",
                "SELECT name FROM item WHERE id = 2 FOR UPDATE"
            })
    void whatBothUnderstandIsAnsweredAlike(String sql) throws SQLException {
        sqlite.setAutoCommit(false);

        assertThat(rows(sqlite, sql)).isEqualTo(rows(postgresql, sql)).isNotNull();

        sqlite.rollback();
    }

    @Test
    void valuesOfJavaSurviveInBoth() throws SQLException {
        UUID key = UUID.randomUUID();
        OffsetDateTime made = OffsetDateTime.of(2026, 3, 29, 1, 30, 0, 123_456_000, ZoneOffset.UTC);
        for (Connection each : List.of(sqlite, postgresql)) {
            try (PreparedStatement insert =
                    each.prepareStatement("INSERT INTO item (id, name, price, made, key) VALUES (7, 'Cap', ?, ?, ?)")) {
                insert.setBigDecimal(1, new BigDecimal("12.50"));
                insert.setObject(2, made);
                insert.setObject(3, key);
                insert.executeUpdate();
            }
            try (PreparedStatement select = each.prepareStatement("SELECT price, made, key FROM item WHERE key = ?")) {
                select.setObject(1, key);
                try (ResultSet row = select.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getBigDecimal(1)).isEqualByComparingTo("12.50");
                    assertThat(row.getObject(2, OffsetDateTime.class).toInstant())
                            .isEqualTo(made.toInstant());
                    assertThat(row.getTimestamp(2).toInstant()).isEqualTo(made.toInstant());
                    assertThat(row.getObject(3, UUID.class)).isEqualTo(key);
                    assertThat(row.getString(3)).isEqualTo(key.toString());
                }
            }
        }
    }

    @Test
    void transactionsBeginAtAnotherLevel() throws SQLException {
        assertThat(sqlite.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
        assertThat(postgresql.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
    }

    @Test
    void onlySqliteGoesOnBehindAFailedStatement() throws SQLException {
        String twice = "INSERT INTO item (id, name) VALUES (8, 'Pen')";
        sqlite.setAutoCommit(false);
        assertThat(refusal(sqlite, twice)).isEqualTo("23505");
        assertThat(rows(sqlite, "SELECT COUNT(*) FROM item")).containsExactly(List.of("3"));
        sqlite.rollback();

        postgresql.setAutoCommit(false);
        assertThat(refusal(postgresql, twice)).isEqualTo("23505");
        assertThat(refusal(postgresql, "SELECT COUNT(*) FROM item")).isEqualTo("25P02");
        postgresql.rollback();
    }

    @Test
    void onlyPostgresqlMindsTypesAndRanges() throws SQLException {
        both("CREATE TABLE loose (number INTEGER, amount NUMERIC(4, 2))");
        for (String sql : List.of(
                "INSERT INTO loose (number) VALUES ('many')",
                "INSERT INTO loose (number) VALUES (3000000000)",
                "INSERT INTO loose (amount) VALUES (100.00)")) {
            execute(sqlite, sql);
        }
        assertThat(refusal(postgresql, "SELECT id FROM item WHERE sold = 1")).isEqualTo("42883");
        assertThat(rows(sqlite, "SELECT id FROM item WHERE sold = 1")).hasSize(1);
        assertThat(refusal(postgresql, "INSERT INTO loose (number) VALUES ('many')"))
                .isEqualTo("22P02");
        assertThat(refusal(postgresql, "INSERT INTO loose (number) VALUES (3000000000)"))
                .isEqualTo("22003");
        assertThat(refusal(postgresql, "INSERT INTO loose (amount) VALUES (100.00)"))
                .isEqualTo("22003");
    }

    @Test
    void whatTheySortAndCompareOtherwise() throws SQLException {
        String nulls = "SELECT name FROM item ORDER BY price, name";
        assertThat(rows(sqlite, nulls).get(0)).containsExactly("Nib");
        assertThat(rows(postgresql, nulls).get(2)).containsExactly("Nib");

        String like = "SELECT name FROM item WHERE name LIKE 'i%'";
        assertThat(rows(sqlite, like)).hasSize(1);
        assertThat(rows(postgresql, like)).isEmpty();
    }

    @Test
    void aMomentHasNineDigitsInOneAndSixInTheOther() throws SQLException {
        Instant made = Instant.parse("2026-11-21T12:00:00.123456789Z");
        List<Instant> read = new ArrayList<>();
        for (Connection each : List.of(sqlite, postgresql)) {
            try (PreparedStatement update = each.prepareStatement("UPDATE item SET made = ? WHERE id = 1")) {
                update.setTimestamp(1, java.sql.Timestamp.from(made));
                update.executeUpdate();
            }
            try (Statement select = each.createStatement();
                    ResultSet row = select.executeQuery("SELECT made FROM item WHERE id = 1")) {
                row.next();
                read.add(row.getTimestamp(1).toInstant());
            }
        }
        assertThat(read).containsExactly(made, Instant.parse("2026-11-21T12:00:00.123457Z"));
    }

    private void both(String sql) throws SQLException {
        execute(sqlite, sql);
        execute(postgresql, sql);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String refusal(Connection connection, String sql) {
        return catchThrowableOfType(SQLException.class, () -> execute(connection, sql))
                .getSQLState();
    }

    private static List<List<String>> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<List<String>> all = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getString(i));
                }
                all.add(row);
            }
            return all;
        }
    }
}
