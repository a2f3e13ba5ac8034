package dev.writelane.internal.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.SqlFunction;
import dev.writelane.Transactor;
import dev.writelane.spi.Extensions;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A database such as MySQL: at a deadlock it rolls back at once, and the next statement begins another transaction. */
class PlainTransactorTest {
    private final List<String> done = new ArrayList<>();

    private final DataSource source = proxy(DataSource.class, (name, sql) -> proxy(Connection.class, this::connection));

    private interface Answer {
        Object to(String name, Object first) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                PlainTransactorTest.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.to(method.getName(), arguments == null ? null : arguments[0])));
    }

    private Object connection(String name, Object first) {
        return switch (name) {
            case "createStatement" -> proxy(Statement.class, this::statement);
            case "getAutoCommit", "isReadOnly", "isClosed" -> false;
            case "getTransactionIsolation" -> Connection.TRANSACTION_SERIALIZABLE;
            case "commit", "rollback" -> done.add(name) ? null : null;
            default -> null;
        };
    }

    private Object statement(String name, Object first) throws SQLException {
        if ("deadlock".equals(first)) {
            throw new SQLException("deadlock; your transaction was rolled back", "40001");
        }
        return name.startsWith("execute") ? (Object) false : name.startsWith("get") ? (Object) 0 : null;
    }

    private static SqlFunction<Integer> swallowing(String sql) {
        return c -> {
            try (Statement statement = c.createStatement()) {
                statement.execute("first half");
                assertThatThrownBy(() -> statement.execute(sql)).isInstanceOf(SQLException.class);
                statement.execute("second half");
            }
            return 1;
        };
    }

    @Test
    void theSecondHalfIsNotCommittedAlone() {
        try (Transactor transactor = Transactor.over(source)) {
            assertThatThrownBy(() -> transactor.write(swallowing("deadlock")))
                    .isInstanceOf(SQLTransactionRollbackException.class)
                    .hasMessageContaining("deadlock");
        }
        assertThat(done).containsExactly("rollback");
    }

    /** The guard comes before the pool, which may let its caller wait. */
    @Test
    void aThreadThatMustNotBlockDoesNotEvenTakeAConnection() {
        DataSource slow = proxy(DataSource.class, (name, sql) -> {
            throw new AssertionError("it was asked for a connection");
        });
        Extensions guarded = new Extensions(List.of(), List.of(thread -> "Leave this thread."), List.of());
        try (Transactor transactor = Transactor.over(slow, 1, guarded)) {
            assertThatThrownBy(() -> transactor.read(c -> 1))
                    .isInstanceOf(SQLException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "25000")
                    .hasMessageContaining("Leave this thread.");
        }
    }
}
