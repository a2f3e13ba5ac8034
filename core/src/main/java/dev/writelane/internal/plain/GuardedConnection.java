package dev.writelane.internal.plain;

import dev.writelane.internal.engine.Stop;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.observe.Named;
import dev.writelane.internal.session.BlockingRule;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a closure and a driver's connection: the transaction is not the closure's to end, and nothing of the connection lives on.
 * Used by the thread of the closure, but for {@link CancelledStatement}.
 */
final class GuardedConnection implements InvocationHandler, Named {
    private final Connection connection;
    private final String database;
    private final @Nullable BlockingRule blocking;
    private final Set<Statement> statements = Collections.newSetFromMap(new IdentityHashMap<>());
    private final CancelledStatement running = new CancelledStatement();
    private String call = "";
    private @Nullable Stop stop;
    private volatile boolean ended;
    private boolean aborted;
    /** The first error, and the first that asked to run everything again, in case the closure swallows them. */
    private @Nullable SQLException failure;

    private @Nullable SQLException runAgain;

    private boolean mayFailUnseen;

    GuardedConnection(Connection connection, String database, @Nullable BlockingRule blocking) {
        this.connection = connection;
        this.database = database;
        this.blocking = blocking;
    }

    /** The connection as a closure sees it. */
    Connection giveTo(String closure, @Nullable Stop request) {
        call = closure;
        stop = request;
        if (request != null) {
            running.cancelledBy(CancelRequest.to(connection));
            request.whenRequested(running::cancel);
        }
        return (Connection)
                Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
    }

    /** The closure has ended, and with it all that was made from its connection. */
    void end() {
        ended = true;
        running.closeAll();
        for (Statement statement : statements) {
            try {
                statement.close();
            } catch (SQLException broken) {
                // The rollback or commit that follows tells.
            }
        }
        statements.clear();
    }

    @Override
    public String describe() {
        return "a " + call + "() closure";
    }

    @Override
    public @Nullable Throwable obtainedAt() {
        return null;
    }

    // ---- what the closure calls ----

    @Override
    public @Nullable Object invoke(Object face, Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "equals":
                return arguments != null && face == arguments[0];
            case "hashCode":
                return System.identityHashCode(face);
            case "toString":
                return describe() + "'s connection" + (ended ? ", closed" : "");
            case "close":
                return null; // it ends with the closure
            case "isClosed":
                return ended || connection.isClosed();
            default:
                break;
        }
        if (ended) {
            return afterTheEnd(method.getName());
        }
        if (isAskedForWhatItIs(method.getName(), arguments)) {
            return null; // drivers refuse even that inside of a transaction
        }
        if (arguments != null && arguments[0] instanceof Class<?> type && type.isInstance(face)) {
            return method.getName().equals("unwrap") ? face : (Object) true;
        }
        if (method.getName().equals("abort")) {
            aborted = true;
        } else if (method.getName().equals("unwrap")) {
            mayFailUnseen = true;
        }
        Object answer = delegate(connection, method, arguments);
        if (answer instanceof DatabaseMetaData metadata) {
            return metadata(metadata, (Connection) face);
        }
        if (method.getName().equals("rollback")) {
            stands(); // again, as it was at the savepoint
        }
        if (answer instanceof Statement statement) {
            statements.add(statement);
            String sql = arguments != null && arguments[0] instanceof String text ? text : null;
            return GuardedStatement.of(statement, sql, (Connection) face, this);
        }
        return answer;
    }

    /** As JDBC has it for closed connections. */
    private @Nullable Object afterTheEnd(String method) throws SQLException {
        switch (method) {
            case "isValid":
                return false;
            case "abort":
                return null;
            case "setClientInfo":
                throw new SQLClientInfoException(closed().getMessage(), "08003", Map.of());
            default:
                throw closed();
        }
    }

    /** Metadata whose way back to the connection is the guarded one. */
    private DatabaseMetaData metadata(DatabaseMetaData metadata, Connection face) {
        return (DatabaseMetaData) Proxy.newProxyInstance(
                DatabaseMetaData.class.getClassLoader(),
                new Class<?>[] {DatabaseMetaData.class},
                (self, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        return face;
                    }
                    failIfEnded();
                    return delegate(metadata, method, arguments);
                });
    }

    /** @throws SQLException 25001 for what would end or change the transaction */
    private boolean isAskedForWhatItIs(String method, Object @Nullable [] arguments) throws SQLException {
        Object first = arguments == null ? null : arguments[0];
        boolean sets = method.equals("setAutoCommit")
                || method.equals("setReadOnly")
                || method.equals("setTransactionIsolation");
        boolean ends = switch (method) {
            case "commit" -> true;
            case "rollback" -> !(first instanceof Savepoint);
            case "setAutoCommit" -> Boolean.TRUE.equals(first);
            case "setReadOnly" -> first == null || connection.isReadOnly() != (Boolean) first;
            case "setTransactionIsolation" -> isOtherIsolation(first);
            default -> false;
        };
        if (ends) {
            throw Errors.notItsToEnd(method + "(" + (first == null ? "" : first) + ")", call);
        }
        return sets;
    }

    /** Whoever asks for SERIALIZABLE in a read gets a snapshot, which is as good. */
    private boolean isOtherIsolation(@Nullable Object level) throws SQLException {
        return level == null
                || (Integer) level != connection.getTransactionIsolation()
                        && !((Integer) level == Connection.TRANSACTION_SERIALIZABLE && connection.isReadOnly());
    }

    // ---- for its statements ----

    /** To be called before each execution. */
    void begin(Statement statement, @Nullable String sql) throws SQLException {
        failIfEnded();
        failIfItEnds(sql);
        if (blocking != null) {
            blocking.check(this, database);
        }
        running.begin(statement); // a request from here on reaches it
        try {
            failIfCancelled();
        } catch (SQLException e) {
            running.end();
            throw e;
        }
    }

    void executed() {
        running.end();
    }

    /** To be called with each SQL text before it is executed, or kept for a batch. */
    void failIfItEnds(@Nullable String sql) throws SQLException {
        String words = sql == null ? null : TransactionWords.of(sql);
        if (words != null) {
            throw Errors.notItsToEnd(words, call);
        }
    }

    /** Rows were given out with which the driver goes back to the server: its cancelling goes on, and an error of theirs is not seen here. */
    void fetches(Statement statement) {
        running.fetch(statement);
        mayFailUnseen = true;
    }

    /** It was rolled back to a savepoint: what had failed is undone. */
    void stands() {
        failure = null;
        runAgain = null;
    }

    /** The closure closes it itself. */
    void forget(Statement statement) {
        running.close(statement);
        statements.remove(statement);
    }

    private void failIfCancelled() throws SQLException {
        if (stop != null && stop.isRequested()) {
            throw Errors.closureCancelled(call);
        }
    }

    void failIfEnded() throws SQLException {
        if (ended) {
            throw closed();
        }
    }

    private SQLException closed() {
        return Errors.closed("This connection of a " + call + "() closure over " + database
                + " is closed: it ended with its closure.");
    }

    /** Calls the driver; its errors are told as the lanes tell theirs. */
    @Nullable
    Object delegate(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof SQLException error ? told(error) : e.getCause();
        }
    }

    SQLException told(SQLException error) {
        SQLException told = RunAgain.of(error);
        if (failure == null) {
            failure = told;
        }
        if (runAgain == null && RunAgain.isAskedBy(told)) {
            runAgain = told;
        }
        return told;
    }

    /**
     * To be called before the commit. PostgreSQL gives a transaction up at its first error and answers COMMIT with a ROLLBACK that its
     * driver keeps to itself: whoever swallowed the error would be told that all is well. So after an error, or where one may have gone
     * by unseen, it is asked whether the transaction still stands. Others roll back at once when they ask to run it again, and begin
     * another transaction with the next statement (MySQL, H2): after that nothing is committed without a savepoint.
     *
     * @throws SQLException the swallowed 40001, or else 40000
     */
    void failIfGivenUp() throws SQLException {
        if (runAgain != null) {
            throw runAgain;
        }
        if (failure == null && !mayFailUnseen) {
            return;
        }
        try (Statement probe = connection.createStatement()) {
            probe.execute("SELECT 1");
        } catch (SQLException e) {
            if (e.getSQLState() != null && e.getSQLState().startsWith("25")) {
                throw Errors.transactionGone(
                        "Nothing was committed: the closure went on after an error at which the database gave its whole"
                                + " transaction up. Throw it on, or use a savepoint. It was: "
                                + (failure == null
                                        ? "an error of rows that were fetched later, or of the driver's own connection"
                                        : failure.getMessage()),
                        failure == null ? e : failure);
            }
        }
    }

    /** What a failed commit is told as. */
    SQLException commitError(SQLException error) {
        return aborted
                ? Errors.closed("The closure's connection is closed: it was aborted, and nothing was committed.")
                : told(error);
    }
}
