package dev.writelane.attack;

import dev.writelane.Ask;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * What one transaction of a {@link KilledWriter} writes: rows that belong together, some of them over several pages. A trigger counts
 * the rows in another table. Everything follows from its three numbers, so that a half or mixed one shows.
 *
 * @param life which of the processes that were killed over the same file
 */
record Entry(int life, int thread, int number) {
    static final String SCHEMA = """
            CREATE TABLE IF NOT EXISTS entry(life INTEGER, thread INTEGER, number INTEGER, part INTEGER, content TEXT,
                PRIMARY KEY(life, thread, number, part));
            CREATE TABLE IF NOT EXISTS total(id INTEGER PRIMARY KEY, n INTEGER);
            INSERT OR IGNORE INTO total VALUES (1, 0);
            CREATE TRIGGER IF NOT EXISTS counts AFTER INSERT ON entry BEGIN UPDATE total SET n = n + 1; END
            """;

    static final String INSERT = "INSERT INTO entry VALUES (?, ?, ?, ?, ?)";

    private static final int MOST_PARTS = 4;
    private static final int EVERY_FAILING = 8;
    private static final int SEVERAL_PAGES = 1_500;

    /** All or nothing of it, or in a script's place: the tables, if they are not there. */
    static void createTables(DataSource source) throws SQLException {
        Ask.script(source, SCHEMA);
    }

    int parts() {
        return 2 + number % (MOST_PARTS - 1);
    }

    /** Whether its writer wants it to fail or to be rolled back, so that nothing of it may ever be there. */
    boolean mustFail() {
        return number % EVERY_FAILING >= EVERY_FAILING - 2;
    }

    /** Whether it fails by its last row, which is there already; else it is rolled back. */
    boolean failsByItself() {
        return number % EVERY_FAILING == EVERY_FAILING - 1;
    }

    String content(int part) {
        String stamp = life + "/" + thread + "/" + number + "/" + part + ";";
        return stamp.repeat(1 + (number * 31 + part * 7) % (SEVERAL_PAGES / stamp.length()));
    }

    void bind(PreparedStatement statement, int first, int part) throws SQLException {
        statement.setInt(first, life);
        statement.setInt(first + 1, thread);
        statement.setInt(first + 2, number);
        statement.setInt(first + 3, part);
        statement.setString(first + 4, content(part));
    }

    /** Row by row, inside of a transaction. */
    void insertEach(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (int part = 0; part < parts(); part++) {
                bind(insert, 1, part);
                insert.executeUpdate();
            }
            if (failsByItself()) {
                bind(insert, 1, 0);
                insert.executeUpdate();
            }
        }
    }

    /** All rows by one batch or one statement, which in autocommit are one transaction. */
    void insertAtOnce(Connection connection) throws SQLException {
        int rows = parts() + (mustFail() ? 1 : 0);
        boolean batch = number % 2 == 0;
        try (PreparedStatement insert =
                connection.prepareStatement(batch ? INSERT : INSERT + ", (?, ?, ?, ?, ?)".repeat(rows - 1))) {
            for (int row = 0; row < rows; row++) {
                bind(insert, batch ? 1 : 1 + row * 5, row % parts());
                if (batch) {
                    insert.addBatch();
                }
            }
            if (batch) {
                insert.executeBatch();
            } else {
                insert.executeUpdate();
            }
        }
    }
}
