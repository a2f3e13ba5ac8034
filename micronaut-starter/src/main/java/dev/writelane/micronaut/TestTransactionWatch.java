package dev.writelane.micronaut;

import dev.writelane.SqliteDatabase;
import io.micronaut.context.annotation.EachBean;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.data.connection.ConnectionOperations;
import io.micronaut.data.connection.ConnectionStatus;
import io.micronaut.data.connection.jdbc.operations.DataSourceConnectionOperations;
import io.micronaut.test.context.TestExecutionListener;
import io.micronaut.test.context.TestMethodInterceptor;
import io.micronaut.test.context.TestMethodInvocationContext;
import java.sql.Connection;

/** Tells {@link TestTransactions} of the transaction around a test; the last interceptor, so that it is inside of it. */
@EachBean(SqliteDatabase.class)
@Order(Ordered.LOWEST_PRECEDENCE)
@Requires(classes = {TestExecutionListener.class, DataSourceConnectionOperations.class})
final class TestTransactionWatch implements TestMethodInterceptor<Object> {
    private final ConnectionOperations<Connection> operations;

    TestTransactionWatch(@Parameter ConnectionOperations<Connection> operations) {
        this.operations = operations;
    }

    @Override
    public Object interceptBeforeEach(TestMethodInvocationContext<Object> test) throws Throwable {
        return watched(test);
    }

    @Override
    public Object interceptTest(TestMethodInvocationContext<Object> test) throws Throwable {
        return watched(test);
    }

    @Override
    public Object interceptAfterEach(TestMethodInvocationContext<Object> test) throws Throwable {
        return watched(test);
    }

    private Object watched(TestMethodInvocationContext<Object> test) throws Throwable {
        Connection open = operations
                .findConnectionStatus()
                .map(ConnectionStatus::getConnection)
                .orElse(null);
        if (open == null) {
            return test.proceed();
        }
        TestTransactions.begun(open);
        try {
            return test.proceed();
        } finally {
            TestTransactions.ended(open);
        }
    }
}
