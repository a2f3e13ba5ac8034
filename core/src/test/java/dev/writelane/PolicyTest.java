package dev.writelane;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** One policy on one kind of threads: the test's own body runs on a thread of that kind, and so do all it starts. */
@ParameterizedClass
@MethodSource("kinds")
@ExtendWith(PolicyTest.OnThreadOfItsKind.class)
abstract class PolicyTest extends DatabaseTest {
    static final String COUNT = "SELECT count(*) FROM t";
    /** Computes for about a minute without touching the disk; nothing but an interruption ends it in time. */
    static final String ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000000)"
            + " SELECT count(*) FROM n";
    /** Lanes where the policy has several; few, so that they are used again soon. */
    static final int READERS = 3;

    @Parameter
    ThreadKind kind;

    static Stream<ThreadKind> kinds() {
        return ThreadKind.available();
    }

    static final class OnThreadOfItsKind implements InvocationInterceptor {
        @Override
        public void interceptTestMethod(
                Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
                throws Throwable {
            run(test, context);
        }

        @Override
        public void interceptTestTemplateMethod(
                Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
                throws Throwable {
            run(test, context);
        }

        private static void run(Invocation<Void> test, ExtensionContext context) throws Throwable {
            ThreadKind kind = ((PolicyTest) context.getRequiredTestInstance()).kind;
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            Thread thread = kind.unstarted("the test", () -> {
                try {
                    test.proceed();
                    failure.complete(null);
                } catch (Throwable e) {
                    failure.complete(e);
                }
            });
            thread.start();
            Throwable failed;
            try {
                failed = failure.get();
            } catch (InterruptedException hangs) {
                AssertionError error = new AssertionError("hangs at the end of its time");
                error.setStackTrace(thread.getStackTrace());
                throw error;
            }
            if (failed != null) {
                throw failed;
            }
        }
    }

    /** The setting {@code policy}. */
    abstract String policy();

    /** Whether there is one native connection, so that a connection waits for another even to read. */
    abstract boolean oneAtATime();

    /** Whether the setting {@code readers} means something. */
    boolean hasReaders() {
        return !oneAtATime();
    }

    /** Opens with this policy, with an empty table, and with settings in pairs of key and value. */
    final void openTable(String... settings) throws SQLException {
        List<String> all = new ArrayList<>(List.of("policy", policy(), "synchronous", "normal"));
        if (hasReaders()) {
            all.addAll(List.of("readers", Integer.toString(READERS)));
        }
        all.addAll(List.of(settings));
        open(all.toArray(String[]::new));
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER)");
        opened.run();
    }

    /** Runs when the table is there and the test itself begins; for those who run a contract's tests for a purpose of their own. */
    Runnable opened = () -> {};

    final void insert(Connection connection, long v) throws SQLException {
        Ask.run(connection, "INSERT INTO t(v) VALUES (?)", v);
    }

    final Connection readOnlyTransaction() throws SQLException {
        Connection connection = transaction();
        connection.setReadOnly(true);
        return connection;
    }

    final <T> CompletableFuture<T> elsewhere(Callable<T> work) {
        return kind.call("elsewhere", work);
    }

    static <T> T await(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @AfterEach
    void nothingIsLeftInStatus() {
        if (db != null && !db.isClosed()) {
            Lanes.assertAllFree(db);
        }
    }
}
