package dev.writelane.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** How a thread writes one row. */
enum WriteForm {
    /** One INSERT that commits by itself. */
    AUTOCOMMIT("autocommit") {
        @Override
        RowWriter writer(Rival.OpenRival rival, int number) {
            return row -> {
                try (Connection connection = rival.dataSource().getConnection()) {
                    insert(connection, number, row);
                }
            };
        }
    },
    /** As frameworks do it: setAutoCommit(false), INSERT, commit(). */
    TRANSACTION("transaction") {
        @Override
        RowWriter writer(Rival.OpenRival rival, int number) {
            return row -> {
                try (Connection connection = rival.dataSource().getConnection()) {
                    connection.setAutoCommit(false);
                    insert(connection, number, row);
                    connection.commit();
                }
            };
        }
    },
    /** As applications with Jdbi do it: useTransaction, createUpdate. */
    JDBI("Jdbi useTransaction") {
        @Override
        RowWriter writer(Rival.OpenRival rival, int number) {
            Jdbi jdbi = rival.jdbi();
            return row -> {
                try {
                    jdbi.useTransaction(handle -> handle.createUpdate(INSERT)
                            .bind(0, number)
                            .bind(1, row)
                            .bind(2, "row " + row + " of writer " + number)
                            .execute());
                } catch (JdbiException e) {
                    throw new SQLException(e);
                }
            };
        }
    },
    /** No way to write an application, but what the driver gives at most: connection and statement are kept. */
    REUSED("reused statement") {
        @Override
        RowWriter writer(Rival.OpenRival rival, int number) throws SQLException {
            Connection connection = rival.dataSource().getConnection();
            PreparedStatement insert = connection.prepareStatement(INSERT);
            return new RowWriter() {
                @Override
                public void write(long row) throws SQLException {
                    execute(insert, number, row);
                }

                @Override
                public void close() throws SQLException {
                    insert.close();
                    connection.close();
                }
            };
        }
    };

    private static final String INSERT = "INSERT INTO entry (writer, number, body) VALUES (?, ?, ?)";

    final String label;

    WriteForm(String label) {
        this.label = label;
    }

    /** For one thread. */
    abstract RowWriter writer(Rival.OpenRival rival, int number) throws SQLException;

    static void insert(Connection connection, int writer, long row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            execute(insert, writer, row);
        }
    }

    private static void execute(PreparedStatement insert, int writer, long row) throws SQLException {
        insert.setInt(1, writer);
        insert.setLong(2, row);
        insert.setString(3, "row " + row + " of writer " + writer);
        if (insert.executeUpdate() != 1) {
            throw new SQLException("the insert added no row");
        }
    }

    /** Writes a row; it is committed when it returns. */
    interface RowWriter extends AutoCloseable {
        void write(long row) throws SQLException;

        @Override
        default void close() throws SQLException {}
    }
}
