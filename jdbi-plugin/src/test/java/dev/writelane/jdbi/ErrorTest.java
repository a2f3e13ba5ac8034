package dev.writelane.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementException;
import org.junit.jupiter.api.Test;

/** The SQLState and its class are reachable from whatever Jdbi throws, with the statement and its values. */
class ErrorTest extends JdbiTest {

    private void assertError(Class<? extends SQLException> type, String sqlState, String sql, Object... values) {
        jdbi.useHandle(handle -> {
            Throwable error = catchThrowable(() -> handle.execute(sql, values));
            assertThat(error).isInstanceOf(StatementException.class).hasMessageContaining(sql);
            assertThat((Throwable) sqlErrorOf(error)).isInstanceOf(type).hasMessageContaining("library.db");
            assertThat(sqlStateOf(error)).isEqualTo(sqlState);
        });
    }

    @Test
    void constraintsAreToldApart() {
        fill(1);
        Class<SQLIntegrityConstraintViolationException> violation = SQLIntegrityConstraintViolationException.class;
        assertError(violation, "23505", "INSERT INTO seat(label) VALUES (?)", "A1");
        assertError(violation, "23505", "INSERT INTO seat(id, label) VALUES (?, 'A2')", 1);
        assertError(violation, "23502", "INSERT INTO seat(label) VALUES (?)", (Object) null);
        jdbi.useHandle(handle -> handle.execute("CREATE TABLE t(n CHECK (n > 0), seat REFERENCES seat(id))"));
        assertError(violation, "23514", "INSERT INTO t(n) VALUES (?)", -1);
        assertError(violation, "23503", "INSERT INTO t(seat) VALUES (?)", 99);
    }

    @Test
    void whatIsNotThereAndWhatIsNotSqlAreToldApart() {
        assertError(SQLSyntaxErrorException.class, "42P01", "SELECT * FROM nowhere");
        assertError(SQLSyntaxErrorException.class, "42703", "SELECT missing FROM seat");
        assertError(SQLSyntaxErrorException.class, "42601", "SELEKT 1");
    }

    @Test
    void aTimeoutOfAStatementIsOne() {
        jdbi.getConfig(SqlStatements.class).setQueryTimeout(1);
        jdbi.useHandle(handle -> {
            Throwable error = catchThrowable(() -> handle.createQuery(
                            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
                    .mapTo(long.class)
                    .one());
            assertThat((Throwable) sqlErrorOf(error)).isInstanceOf(SQLTimeoutException.class);
            assertThat(sqlStateOf(error)).isEqualTo("57014");
            assertNoLaneIsHeld();
        });
    }

    @Test
    void aHandlerOfExceptionsSeesTheState() {
        fill(1);
        jdbi.getConfig(SqlStatements.class).addExceptionHandler((error, context) -> {
            if ("23505".equals(error.getSQLState())) {
                throw new IllegalArgumentException("taken");
            }
        });
        jdbi.useHandle(handle -> {
            assertThat(catchThrowable(() -> insert(handle, "A1"))).isInstanceOf(IllegalArgumentException.class);
            assertThat(catchThrowable(() -> handle.prepareBatch("INSERT INTO seat(label) VALUES (?)")
                            .add("A1")
                            .execute()))
                    .isInstanceOf(IllegalArgumentException.class);
        });
    }
}
