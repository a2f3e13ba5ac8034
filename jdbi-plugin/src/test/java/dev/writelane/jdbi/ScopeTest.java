package dev.writelane.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleScope;
import org.jdbi.v3.core.extension.HandleSupplier;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One handle for whatever an application calls a unit of work: a thread, a request on several of them, tasks and their subtasks. */
class ScopeTest extends JdbiTest {

    /** A handle for a request, whichever of its threads asks. */
    private static final class RequestScope implements HandleScope {
        private final ThreadLocal<AtomicReference<HandleSupplier>> request = new ThreadLocal<>();

        @Override
        public HandleSupplier get() {
            AtomicReference<HandleSupplier> current = request.get();
            return current == null ? null : current.get();
        }

        @Override
        public void set(HandleSupplier handle) {
            if (request.get() == null) {
                request.set(new AtomicReference<>());
            }
            request.get().set(handle);
        }

        @Override
        public void clear() {
            request.get().set(null);
        }

        /** The same work, inside the request of the thread that calls this. */
        <T> Callable<T> inRequest(Callable<T> work) {
            AtomicReference<HandleSupplier> current = request.get();
            return () -> {
                request.set(current);
                try {
                    return work.call();
                } finally {
                    request.remove();
                }
            };
        }
    }

    static Stream<ThreadKind> kinds() {
        return ThreadKind.available();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void eachThreadHasAHandleOfItsOwn(ThreadKind kind) throws Exception {
        List<Handle> handles = new ArrayList<>();
        CountDownLatch bothInside = new CountDownLatch(2);
        ExecutorService executor = kind.executor(2);
        try {
            List<Future<Handle>> running = IntStream.range(0, 2)
                    .mapToObj(i -> executor.submit(() -> jdbi.withHandle(handle -> {
                        bothInside.countDown();
                        bothInside.await();
                        insert(handle, "A" + i);
                        jdbi.useHandle(nested -> assertThat(nested).isSameAs(handle));
                        return handle;
                    })))
                    .toList();
            for (Future<Handle> one : running) {
                handles.add(one.get());
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(handles).doesNotHaveDuplicates().allMatch(Handle::isClosed);
        assertThat(seats()).isEqualTo(2);
    }

    /** What a structured task scope does: subtasks on threads of their own, joined before the task goes on. */
    @ParameterizedTest
    @MethodSource("kinds")
    void subtasksReadBesideTheirTasksTransactionAndAreJoined(ThreadKind kind) throws Exception {
        fill(10);
        ExecutorService executor = kind.executor(8);
        try {
            int sum = jdbi.inTransaction(handle -> {
                insert(handle, "not committed");
                List<Future<Integer>> subtasks = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    subtasks.add(executor.submit(() -> seats()));
                }
                int seen = 0;
                for (Future<Integer> subtask : subtasks) {
                    seen += subtask.get();
                }
                return seen;
            });
            assertThat(sum)
                    .as("each on a read lane, none sees what is not committed")
                    .isEqualTo(80);
        } finally {
            executor.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aRequestsThreadsShareItsTransactionOneAfterTheOther(ThreadKind kind) throws Exception {
        RequestScope scope = new RequestScope();
        jdbi.setHandleScope(scope);
        ExecutorService executor = kind.executor(4);
        try {
            Throwable error = catchThrowable(() -> jdbi.useTransaction(handle -> {
                for (int i = 0; i < 4; i++) {
                    int number = i;
                    Callable<Object> part = scope.inRequest(() -> {
                        jdbi.useTransaction(own -> {
                            assertThat(own).isSameAs(handle);
                            insert(own, "A" + number);
                        });
                        return null;
                    });
                    executor.submit(part).get();
                }
                assertThat(seats(handle)).isEqualTo(4);
                throw new IllegalStateException("all of it");
            }));
            assertThat(error).hasMessage("all of it");
        } finally {
            executor.shutdownNow();
        }
        assertThat(seats()).isZero();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void twoOfARequestsThreadsInsideItsHandleAtOnceAreToldSo(ThreadKind kind) throws Exception {
        RequestScope scope = new RequestScope();
        jdbi.setHandleScope(scope);
        ExecutorService executor = kind.executor(1);
        AtomicReference<Statement> running = new AtomicReference<>();
        try {
            jdbi.<Exception>useHandle(handle -> {
                Callable<Long> count = scope.inRequest(() -> jdbi.withHandle(own -> own.createQuery(
                                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
                        .addCustomizer(new StatementCustomizer() {
                            @Override
                            public void beforeExecution(PreparedStatement statement, StatementContext context) {
                                running.set(statement);
                            }
                        })
                        .mapTo(long.class)
                        .one()));
                Future<Long> endless = executor.submit(count);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> !heldLanes().isEmpty());
                assertThat(sqlStateOf(catchThrowable(() -> seats(handle)))).isEqualTo("25000");
                running.get().cancel();
                assertThat(sqlStateOf(catchThrowable(endless::get))).isEqualTo("57014");
                assertThat(seats(handle)).as("the handle is usable").isZero();
            });
        } finally {
            executor.shutdownNow();
        }
    }
}
