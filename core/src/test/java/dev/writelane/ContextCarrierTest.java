package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.spi.ContextCarrier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;

/** A closure sees what belongs to its caller's thread, and leaves nothing of it on the kit's. */
class ContextCarrierTest extends DatabaseTest {
    private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

    private enum Call {
        READ_ASYNC,
        WRITE_ASYNC;

        <T> CompletableFuture<T> run(SqliteDatabase db, SqlFunction<T> work) {
            return this == READ_ASYNC ? db.readAsync(work) : db.writeAsync(work);
        }
    }

    @AfterEach
    void forget() {
        MDC.clear();
        TENANT.remove();
    }

    private static void assertSeen(Object expected, CompletableFuture<?> future) throws Exception {
        Object seen = Futures.outcome(future);
        assertThat(seen).isEqualTo(expected);
    }

    /** What it sees is taken when it is submitted; one reader, so that all run on the same thread. */
    @ParameterizedTest
    @EnumSource(Call.class)
    void theMdcIsThatOfTheCallAndIsGoneAfterIt(Call call) throws Exception {
        open("readers", "1");
        assertSeen(Map.of(), call.run(db, c -> seenMdc()));
        MDC.put("request", "7");
        CompletableFuture<Map<String, String>> seven = call.run(db, c -> {
            Map<String, String> seen = seenMdc();
            MDC.put("left", "behind");
            return seen;
        });
        CompletableFuture<Map<String, String>> failing = call.run(db, c -> {
            MDC.put("left", "behind");
            throw new IllegalStateException("mine");
        });
        MDC.put("request", "8");
        assertSeen(Map.of("request", "7"), seven);
        assertThat(Futures.failure(failing)).hasMessage("mine");
        MDC.clear();
        assertSeen(Map.of(), call.run(db, c -> seenMdc()));
    }

    private static Map<String, String> seenMdc() {
        Map<String, String> map = MDC.getCopyOfContextMap();
        return map == null ? Map.of() : map;
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void theContextClassLoaderIsThatOfTheCall(Call call) throws Exception {
        open("readers", "1");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader own = new URLClassLoader(new URL[0], before)) {
            Thread.currentThread().setContextClassLoader(own);
            assertSeen(own, call.run(db, c -> Thread.currentThread().getContextClassLoader()));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        assertSeen(before, call.run(db, c -> Thread.currentThread().getContextClassLoader()));
    }

    private void openWith(ContextCarrier... carriers) throws Exception {
        SqliteConfig.Builder builder = SqliteConfig.builder(url()).readers(1);
        for (ContextCarrier carrier : carriers) {
            builder.contextCarrier(carrier);
        }
        db = SqliteDatabase.open(builder.build());
        source = db.dataSource();
    }

    private static ContextCarrier tenant(Function<String, Runnable> restoring) {
        return () -> {
            String name = TENANT.get();
            return name == null
                    ? null
                    : () -> {
                        TENANT.set(name);
                        return restoring.apply(name)::run;
                    };
        };
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void aGivenOneCarriesWhatIsTheApplications(Call call) throws Exception {
        openWith(tenant(name -> TENANT::remove));
        TENANT.set("north");
        assertSeen("north", call.run(db, c -> TENANT.get()));
        TENANT.remove();
        assertSeen("null", call.run(db, c -> String.valueOf(TENANT.get())));
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void allAreRestoredInReverseOrderWhateverOneOfThemThrows(Call call) throws Exception {
        List<String> restored = new CopyOnWriteArrayList<>();
        openWith(
                tenant(name -> () -> restored.add("first")),
                tenant(name -> () -> {
                    restored.add("second");
                    throw new IllegalStateException("a carrier's own");
                }),
                tenant(name -> () -> restored.add("third")));
        TENANT.set("north");
        assertSeen("the result", call.run(db, c -> "the result"));
        assertThat(restored).containsExactly("third", "second", "first");
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void oneThatCannotBeSetUpFailsTheFutureAndTheClosureDoesNotRun(Call call) throws Exception {
        List<String> restored = new CopyOnWriteArrayList<>();
        openWith(tenant(name -> () -> restored.add("first")), tenant(name -> {
            throw new IllegalStateException("no " + name);
        }));
        TENANT.set("north");
        AtomicBoolean ran = new AtomicBoolean();
        assertThat(Futures.failure(call.run(db, c -> ran.getAndSet(true)))).hasMessage("no north");
        assertThat(ran).isFalse();
        assertThat(restored).containsExactly("first");
        TENANT.remove();
        assertSeen("goes on", call.run(db, c -> "goes on"));
        Lanes.assertAllFree(db);
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void whatCapturingThrowsIsTheCallers(Call call) throws Exception {
        openWith(() -> {
            throw new IllegalStateException("not here");
        });
        assertThatThrownBy(() -> call.run(db, c -> 1)).hasMessage("not here");
    }

    /** As a service would be found: by the context class loader of the thread that opens. */
    public static final class Found implements ContextCarrier {
        @Override
        public Captured capture() {
            return tenant(name -> TENANT::remove).capture();
        }
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void oneOnTheClassPathIsFound(Call call) throws Exception {
        Path services = Files.createDirectories(directory.resolve("classes/META-INF/services"));
        Files.writeString(services.resolve(ContextCarrier.class.getName()), Found.class.getName());
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        URL classes = directory.resolve("classes").toUri().toURL();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            openWith();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        TENANT.set("south");
        assertSeen("south", call.run(db, c -> TENANT.get()));
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void aSecondOpeningMustBringTheSameObjects(Call call) throws Exception {
        ContextCarrier carrier = tenant(name -> TENANT::remove);
        openWith(carrier);
        Lanes.assertState(
                        "08001",
                        () -> SqliteDatabase.open(
                                SqliteConfig.builder(url()).readers(1).build()))
                .hasMessageContaining("again with other context carriers");
        try (SqliteDatabase second = SqliteDatabase.open(
                SqliteConfig.builder(url()).readers(1).contextCarrier(carrier).build())) {
            TENANT.set("west");
            assertSeen("west", call.run(second, c -> TENANT.get()));
        }
    }
}
