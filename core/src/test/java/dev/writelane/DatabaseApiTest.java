package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Closures are transactions, and their connection does not outlive them. */
class DatabaseApiTest extends DatabaseTest {
    private static final String COUNT = "SELECT count(*) FROM t";

    @BeforeEach
    void createTable() throws SQLException {
        open("acquire-timeout", "60s");
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER)");
    }

    @Test
    void aWriteIsCommittedWhenItReturns() throws Exception {
        long key = db.write(c -> Ask.number(c, "INSERT INTO t(v) VALUES (1) RETURNING id"));
        assertThat(key).isEqualTo(1);
        assertThat(db.<Long>read(c -> Ask.number(c, COUNT))).isEqualTo(1);
        Lanes.assertAllFree(db);
    }

    @Test
    void aWriteIsRolledBackWhenItThrows() throws Exception {
        SQLException own = new SQLException("mine");
        assertThatThrownBy(() -> db.write(c -> {
                    Ask.run(c, "INSERT INTO t(v) VALUES (1)");
                    throw own;
                }))
                .isSameAs(own);
        assertThatThrownBy(() -> db.write(c -> {
                    Ask.run(c, "INSERT INTO t(v) VALUES (1)");
                    throw new IllegalStateException("unchecked");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> db.write(c -> {
                    Ask.run(c, "INSERT INTO t(v) VALUES (1)");
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
        assertThat(Ask.number(source, COUNT)).isZero();
        Lanes.assertAllFree(db);
    }

    @Test
    void aReadSeesOneSnapshot() throws Exception {
        long seen = db.read(c -> {
            long before = Ask.number(c, COUNT);
            Ask.run(source, "INSERT INTO t(v) VALUES (1)");
            return Ask.number(c, COUNT) - before;
        });
        assertThat(seen).isZero();
    }

    @Test
    void aWriteInAReadIsRefused() throws Exception {
        Lanes.assertState("25006", () -> db.read(c -> Ask.run(c, "INSERT INTO t(v) VALUES (1)")));
        assertThat(Ask.number(source, COUNT)).isZero();
        Lanes.assertAllFree(db);
    }

    @Test
    void theConnectionIsDeadAfterTheClosure() throws Exception {
        AtomicReference<Connection> connection = new AtomicReference<>();
        AtomicReference<Statement> statement = new AtomicReference<>();
        AtomicReference<ResultSet> rows = new AtomicReference<>();
        db.read(c -> {
            connection.set(c);
            statement.set(c.createStatement());
            rows.set(statement.get().executeQuery("VALUES (1), (2), (3)"));
            return rows.get().next();
        });
        Lanes.assertAllFree(db);
        assertThat(connection.get().isClosed()).isTrue();
        assertThat(statement.get().isClosed()).isTrue();
        assertThat(rows.get().isClosed()).isTrue();
        Lanes.assertState("08003", () -> connection.get().createStatement());
        Lanes.assertState("24000", () -> statement.get().executeQuery("SELECT 1"));
        Lanes.assertState("24000", () -> rows.get().next());

        db.write(c -> {
            connection.set(c);
            return null;
        });
        Lanes.assertState("08003", () -> connection.get().prepareStatement("SELECT 1"));
    }

    @Test
    void aWriteInsideAWriteIsRefusedAtOnce() throws Exception {
        db.write(outer -> {
            Ask.run(outer, "INSERT INTO t(v) VALUES (1)");
            Lanes.assertState("25001", () -> db.write(inner -> Ask.run(inner, "INSERT INTO t(v) VALUES (2)")))
                    .hasMessageContaining("outer closure's connection")
                    .hasMessageContaining("diagnostics: true");
            return null;
        });
        assertThat(Ask.number(source, "SELECT total(v) FROM t"))
                .as("the outer one was committed")
                .isEqualTo(1);
        db.write(again -> Ask.run(again, "INSERT INTO t(v) VALUES (4)"));
        assertThat(Ask.number(source, "SELECT total(v) FROM t")).isEqualTo(5);
        assertThat(db.status().counters().waits()).as("nobody waited").isZero();
    }

    @Test
    void withDiagnosticsTheErrorOfANestedWriteTellsWhereTheOuterBegan() throws Exception {
        db.close();
        open("diagnostics", "true");
        db.write(outer -> {
            Lanes.assertState("25001", () -> db.write(inner -> null))
                    .hasRootCauseMessage("the outer write began here")
                    .rootCause()
                    .hasStackTraceContaining(getClass().getName());
            return null;
        });
        Lanes.assertAllFree(db);
    }

    @Test
    void readsMayStandInWritesAndWritesInReads() throws Exception {
        long seen = db.write(c -> {
            Ask.run(c, "INSERT INTO t(v) VALUES (1)");
            return db.<Long>read(r -> Ask.number(r, COUNT));
        });
        assertThat(seen).as("the read is a transaction of its own").isZero();
        db.read(r -> {
            assertThat(Ask.number(r, COUNT)).isEqualTo(1);
            return db.write(c -> Ask.run(c, "INSERT INTO t(v) VALUES (2)"));
        });
        assertThat(Ask.number(source, COUNT)).isEqualTo(2);
    }

    @Test
    void writesOfTwoDatabasesMayBeNested() throws Exception {
        try (SqliteDatabase other =
                SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + directory.resolve("other.db")))) {
            db.write(c -> {
                other.write(o -> {
                    Ask.script(o, "CREATE TABLE x(y)");
                    Lanes.assertState("25001", () -> db.write(inner -> null));
                    return null;
                });
                return null;
            });
            assertThat(Ask.number(other.dataSource(), "SELECT count(*) FROM x")).isZero();
        }
    }

    @Test
    void aFailedCommitIsTheWritesError() throws Exception {
        Ask.script(source, "CREATE TABLE child(p REFERENCES t DEFERRABLE INITIALLY DEFERRED)");
        Lanes.assertState("23503", () -> db.write(c -> Ask.run(c, "INSERT INTO child VALUES (7)")));
        assertThat(Ask.number(source, "SELECT count(*) FROM child")).isZero();
        Lanes.assertAllFree(db);
    }

    @Test
    void incrementsByManyThreadsAreNotLost() throws Exception {
        Ask.run(source, "INSERT INTO t VALUES (1, 0)");
        Crowd.run(16, thread -> {
            for (int i = 0; i < 50; i++) {
                db.write(c -> Ask.run(c, "UPDATE t SET v = ?", Ask.number(c, "SELECT v FROM t") + 1));
            }
        });
        assertThat(Ask.number(source, "SELECT v FROM t"))
                .as("16 threads, 50 increments each")
                .isEqualTo(800);
    }

    @Test
    void statusCountsWhatWasDone() throws Exception {
        DatabaseStatus before = db.status();
        db.write(c -> Ask.run(c, "INSERT INTO t(v) VALUES (1)"));
        db.read(c -> Ask.number(c, COUNT));
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t(v) VALUES (1)");
            connection.rollback();
        }
        DatabaseStatus after = db.status();
        assertThat(after.counters().commits() - before.counters().commits()).isEqualTo(1);
        assertThat(after.counters().rollbacks() - before.counters().rollbacks()).isEqualTo(1);
        assertThat(after.counters().reads() - before.counters().reads()).isEqualTo(1);
        assertThat(after.counters().connections() - before.counters().connections())
                .isEqualTo(3);
        assertThat(after.file()).isEqualTo(file().toRealPath().toString());
        assertThat(after.policy()).isEqualTo("single-writer");
        assertThat(after.closed()).isFalse();
        assertThat(after.lanes()).hasSize(17);
        assertThat(after.wal().bytes()).isPositive();
    }
}
