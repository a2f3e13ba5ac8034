package dev.writelane.attack;

import dev.writelane.Ask;
import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/**
 * Adds one to a counter: reads it, and writes what it read plus one, in a transaction. Every addition leaves a row, so that whoever looks
 * can compare. One program does it with Writelane, another with the driver as it is. Thread-safe.
 */
interface Adder extends AutoCloseable {
    /** May be run by several at the same time. */
    String SCHEMA = """
            CREATE TABLE IF NOT EXISTS counter(id INTEGER PRIMARY KEY, n INTEGER);
            INSERT OR IGNORE INTO counter VALUES (1, 0), (2, 0), (3, 0);
            CREATE TABLE IF NOT EXISTS addition(who TEXT);
            CREATE TABLE IF NOT EXISTS wide(first TEXT UNIQUE DEFAULT 'first');
            INSERT OR IGNORE INTO wide DEFAULT VALUES
            """;

    int COUNTERS = 3;

    /** How long anybody waits for the others: no error may come before. */
    int DEADLINE_MILLIS = 300_000;

    void add(String who, int counter, int thread) throws Exception;

    /** For statements by hand; closed by its user. */
    Connection connection() throws SQLException;

    /** Makes the tables that are not there. */
    default void create() throws SQLException {
        try (Connection connection = connection()) {
            Ask.script(connection, "BEGIN IMMEDIATE");
            for (String statement : SCHEMA.split(";")) {
                Ask.script(connection, statement);
            }
            Ask.script(connection, "COMMIT");
        }
    }

    /** With TRUNCATE; returns whether all could be moved. */
    boolean checkpoint() throws SQLException;

    @Override
    void close() throws SQLException;

    static Adder open(String kind, String file) throws SQLException {
        return kind.equals("stock") ? new Stock(file) : new Writelane(kind, file);
    }

    /** In a transaction that is open. */
    static void addTo(Connection connection, String who, int counter) throws SQLException {
        long read = Ask.number(connection, "SELECT n FROM counter WHERE id = ?", counter);
        Ask.run(connection, "UPDATE counter SET n = ? WHERE id = ?", read + 1, counter);
        Ask.run(connection, "INSERT INTO addition VALUES (?)", who);
    }

    /**
     * One snapshot's counters against its additions, and each column of the table that grows against its label: its value is its name.
     *
     * @throws IllegalStateException when they differ
     */
    static void look(Connection connection) throws SQLException {
        try (PreparedStatement star = connection.prepareStatement("SELECT * FROM wide");
                ResultSet row = star.executeQuery()) {
            ResultSetMetaData columns = row.getMetaData();
            row.next();
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                String label = columns.getColumnLabel(column);
                if (!label.equals(row.getString(column))) {
                    throw new IllegalStateException("Under " + label + " is read " + row.getString(column));
                }
            }
        }
        String difference = Ask.text(
                connection,
                "SELECT sum(n) || ' and ' || (SELECT count(*) FROM addition) FROM counter"
                        + " HAVING sum(n) <> (SELECT count(*) FROM addition)");
        if (difference != null) {
            throw new IllegalStateException("The counters and the additions are " + difference);
        }
    }

    /** By all ways to write. */
    final class Writelane implements Adder {
        private final SqliteDatabase db;

        private Writelane(String policy, String file) throws SQLException {
            db = SqliteDatabase.open(SqliteConfig.builder("jdbc:sqlite:" + file)
                    .put("policy", policy)
                    .put("acquire-timeout", DEADLINE_MILLIS + "ms")
                    .build());
        }

        @Override
        public void add(String who, int counter, int thread) throws Exception {
            switch (thread % 4) {
                case 0 -> {
                    try (Connection connection = connection()) {
                        connection.setAutoCommit(false);
                        addTo(connection, who, counter);
                        connection.commit();
                    }
                }
                case 1 ->
                    db.write(connection -> {
                        addTo(connection, who, counter);
                        return 1;
                    });
                case 2 ->
                    db.writeAsync(connection -> {
                                addTo(connection, who, counter);
                                return 1;
                            })
                            .get();
                default -> {
                    try (Connection connection = connection()) {
                        Ask.script(connection, "BEGIN");
                        addTo(connection, who, counter);
                        Ask.script(connection, "COMMIT");
                    }
                }
            }
        }

        @Override
        public Connection connection() throws SQLException {
            return db.dataSource().getConnection();
        }

        @Override
        public boolean checkpoint() throws SQLException {
            return db.checkpoint();
        }

        @Override
        public void close() {
            db.close();
        }
    }

    /** As its users are told to do it: a busy timeout and BEGIN IMMEDIATE. */
    final class Stock implements Adder {
        private final String file;
        private final ThreadLocal<Connection> own = new ThreadLocal<>();

        private Stock(String file) {
            this.file = file;
        }

        @Override
        public void add(String who, int counter, int thread) throws SQLException {
            Connection connection = own.get();
            if (connection == null) {
                connection = connection();
                own.set(connection);
            }
            Ask.script(connection, "BEGIN IMMEDIATE");
            addTo(connection, who, counter);
            Ask.script(connection, "COMMIT");
        }

        @Override
        public Connection connection() throws SQLException {
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            Ask.script(connection, "PRAGMA busy_timeout = " + DEADLINE_MILLIS);
            return connection;
        }

        @Override
        public boolean checkpoint() throws SQLException {
            try (Connection connection = connection()) {
                return Ask.number(connection, "PRAGMA wal_checkpoint(TRUNCATE)") == 0;
            }
        }

        @Override
        public void close() {}
    }
}
