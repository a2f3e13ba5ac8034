package dev.writelane.quarkus.deployment;

import dev.writelane.SqliteDatabase;
import io.agroal.api.AgroalDataSource;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.function.ThrowingSupplier;

/** One table, and what tests do with it outside of transactions. */
@ApplicationScoped
class Ledger {
    @Inject
    AgroalDataSource dataSource;

    @Inject
    SqliteDatabase database;

    @PostConstruct
    void createTables() {
        execute("CREATE TABLE entry(id INTEGER PRIMARY KEY, text TEXT NOT NULL)");
        execute("CREATE TABLE parent(id INTEGER PRIMARY KEY)");
        execute("CREATE TABLE child(parent INTEGER NOT NULL REFERENCES parent(id) DEFERRABLE INITIALLY DEFERRED)");
    }

    void add(String text) {
        execute("INSERT INTO entry(text) VALUES ('" + text + "')");
    }

    /** In whatever transaction the caller has. */
    void execute(String sql) {
        get(() -> {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    /** In whatever transaction the caller has. */
    long count() {
        return get(() -> {
            try (Connection connection = dataSource.getConnection()) {
                return countOn(connection);
            }
        });
    }

    /** On a snapshot of its own, which sees what is committed. */
    long committed() {
        return get(() -> database.read(Ledger::countOn));
    }

    boolean lanesAreFree() {
        return database.status().lanes().stream().allMatch(lane -> lane.holder() == null);
    }

    static long countOn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM entry")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Errors as they are, without the burden of declaring them. */
    static <T> T get(ThrowingSupplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
