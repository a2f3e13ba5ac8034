package dev.writelane;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * Stands before a data source and counts the rows of table t that its users were told are committed: inserted in autocommit when
 * executeUpdate returns, in a transaction when commit() does.
 */
final class RowCount {
    private final AtomicLong committed = new AtomicLong();

    long committed() {
        return committed.get();
    }

    DataSource before(DataSource real) {
        return (DataSource) proxy(DataSource.class, (method, arguments) -> {
            Object result = call(real, method, arguments);
            return result instanceof Connection connection ? counted(connection) : result;
        });
    }

    private Connection counted(Connection real) {
        AtomicLong pending = new AtomicLong();
        boolean[] byHand = new boolean[1];
        return (Connection) proxy(Connection.class, (method, arguments) -> {
            Object result;
            try {
                result = call(real, method, arguments);
            } catch (Throwable failed) {
                if (method.getName().equals("commit")) {
                    pending.set(0); // nothing of it is left
                }
                throw failed;
            }
            switch (method.getName()) {
                case "commit" -> committed.addAndGet(pending.getAndSet(0));
                case "rollback" -> pending.set(0);
                case "prepareStatement" ->
                    result = counted((PreparedStatement) result, (String) arguments[0], real, pending, byHand);
                case "createStatement" -> result = watched((Statement) result, byHand);
                default -> {}
            }
            return result;
        });
    }

    private PreparedStatement counted(
            PreparedStatement statement, String sql, Connection connection, AtomicLong pending, boolean[] byHand) {
        return (PreparedStatement) proxy(PreparedStatement.class, (method, arguments) -> {
            boolean inserts = method.getName().equals("executeUpdate") && sql.contains("INTO t");
            boolean alone = inserts && connection.getAutoCommit() && !byHand[0];
            Object result = call(statement, method, arguments);
            if (inserts) {
                (alone ? committed : pending).addAndGet((Integer) result);
            }
            return result;
        });
    }

    private static Statement watched(Statement statement, boolean[] byHand) {
        return (Statement) proxy(Statement.class, (method, arguments) -> {
            Object result = call(statement, method, arguments);
            byHand[0] |= method.getName().equals("execute") && "BEGIN".equals(arguments[0]);
            return result;
        });
    }

    private interface Handler {
        Object handle(java.lang.reflect.Method method, Object[] arguments) throws Throwable;
    }

    private static Object proxy(Class<?> type, Handler handler) {
        return Proxy.newProxyInstance(
                RowCount.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> handler.handle(method, arguments));
    }

    private static Object call(Object real, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** The rows that are there. */
    static long there(Connection connection) throws SQLException {
        return Ask.number(connection, "SELECT count(*) FROM t");
    }
}
