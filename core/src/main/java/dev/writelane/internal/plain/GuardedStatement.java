package dev.writelane.internal.plain;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A driver's statement as a closure sees it: each execution passes the guard of its connection. */
final class GuardedStatement implements InvocationHandler {
    private final Statement statement;
    private final @Nullable String prepared;
    private final Connection face;
    private final GuardedConnection guard;

    private GuardedStatement(Statement statement, @Nullable String prepared, Connection face, GuardedConnection guard) {
        this.statement = statement;
        this.prepared = prepared;
        this.face = face;
        this.guard = guard;
    }

    /** @param prepared its SQL, if it was prepared */
    static Statement of(Statement statement, @Nullable String prepared, Connection face, GuardedConnection guard) {
        Class<?> type = statement instanceof CallableStatement
                ? CallableStatement.class
                : statement instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
        return (Statement) Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new GuardedStatement(statement, prepared, face, guard));
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
        String name = method.getName();
        if (name.equals("equals")) {
            return arguments != null && self == arguments[0];
        }
        if (name.equals("getConnection")) {
            return face;
        }
        if (name.equals("close")) {
            guard.forget(statement);
        }
        if (arguments != null && arguments[0] instanceof Class<?> type && type.isInstance(self)) {
            return name.equals("unwrap") ? self : (Object) true;
        }
        String sql = arguments != null && arguments[0] instanceof String text ? text : prepared;
        if (name.equals("addBatch")) {
            guard.failIfItEnds(sql);
        }
        if (!name.startsWith("execute")) {
            return guard.delegate(statement, method, arguments);
        }
        guard.begin(statement, sql);
        try {
            Object answer = guard.delegate(statement, method, arguments);
            if (sql != null && TransactionWords.isRollbackTo(sql)) {
                guard.stands();
            }
            if ((answer instanceof ResultSet || Boolean.TRUE.equals(answer)) && goesBackToTheServer()) {
                guard.fetches(statement);
            }
            return answer;
        } finally {
            guard.executed();
        }
    }

    /** Whether rows are fetched in parts, or can be updated. */
    private boolean goesBackToTheServer() throws SQLException {
        return statement.getFetchSize() != 0 || statement.getResultSetConcurrency() != ResultSet.CONCUR_READ_ONLY;
    }
}
