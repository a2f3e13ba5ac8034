package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.inject.Named;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * With {@code request-scope: true} a request has one connection, which is closed with it, however it ends. A temporary table tells one
 * connection from another: policy pooled keeps it until close() and not longer.
 */
class RequestScopeTest {
    @TempDir
    Path folder;

    private Served served;
    private Desk desk;

    /** Requests that end in every way there is. */
    @Controller("/desk")
    @Produces("text/plain")
    @Requires(property = "spec", value = "RequestScopeTest")
    static class Desk {
        final CountDownLatch inside = new CountDownLatch(1);
        final CountDownLatch mayLeave = new CountDownLatch(1);
        final CountDownLatch left = new CountDownLatch(1);
        final AtomicReference<RuntimeException> stopped = new AtomicReference<>();
        private final DataSource dataSource;
        private final Scopes scopes;
        private final Notes notes;
        private final ExecutorService io;

        Desk(DataSource dataSource, Scopes scopes, Notes notes, @Named(TaskExecutors.IO) ExecutorService io) {
            this.dataSource = dataSource;
            this.scopes = scopes;
            this.notes = notes;
            this.io = io;
        }

        private int mark() {
            return scopes.inTransaction(() -> execute("CREATE TEMP TABLE mark(v)"));
        }

        private int execute(String sql) {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** 1 on a connection that was marked, else 0. */
        private String marks() {
            return scopes.connected(this::marksHere);
        }

        private String marksHere() {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows =
                            statement.executeQuery("SELECT count(*) FROM sqlite_temp_master WHERE name = 'mark'")) {
                rows.next();
                return rows.getString(1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Get("/nothing")
        String nothing() {
            return "nothing";
        }

        @Get("/marks")
        @ExecuteOn(TaskExecutors.BLOCKING)
        String onlyLook() {
            return marks();
        }

        @Get("/success")
        @ExecuteOn(TaskExecutors.BLOCKING)
        String success() {
            mark();
            return marks() + scopes.readOnly(this::marks) + notes.count() + marks();
        }

        @Get("/failure")
        @ExecuteOn(TaskExecutors.BLOCKING)
        String failure() {
            mark();
            throw new IllegalStateException("after the mark");
        }

        /** Begins on one thread, goes on with another, ends on a third. */
        @Get("/threads")
        Mono<String> threads() {
            return Mono.fromCallable(this::mark)
                    .subscribeOn(Schedulers.fromExecutor(io))
                    .flatMap(marked -> Mono.fromCallable(this::marks).subscribeOn(Schedulers.fromExecutor(io)));
        }

        @Get("/timeout")
        Mono<String> timeout() {
            return Mono.fromCallable(this::mark)
                    .subscribeOn(Schedulers.fromExecutor(io))
                    .flatMap(marked -> Mono.<String>never())
                    .timeout(Duration.ofMillis(50));
        }

        /** Does not come back before the client is gone. */
        @Get("/slow")
        @ExecuteOn(TaskExecutors.BLOCKING)
        String slow() throws InterruptedException {
            mark();
            inside.countDown();
            mayLeave.await(60, TimeUnit.SECONDS);
            try {
                return marks();
            } finally {
                left.countDown();
            }
        }

        /** Reads while the body is sent, without end. */
        @Get("/stream")
        @ExecuteOn(TaskExecutors.BLOCKING)
        Flux<String> stream() {
            mark();
            return Flux.interval(Duration.ofMillis(1), Schedulers.boundedElastic())
                    .onBackpressureDrop()
                    .map(tick -> marks() + "\n");
        }

        @Get("/short-stream")
        @ExecuteOn(TaskExecutors.BLOCKING)
        Flux<String> shortStream() {
            mark();
            return Flux.range(0, 3).publishOn(Schedulers.boundedElastic()).map(i -> marks());
        }

        /** Leaves a long statement behind that nobody waits for. */
        @Get("/left-behind")
        @ExecuteOn(TaskExecutors.BLOCKING)
        String leftBehind() throws InterruptedException {
            mark();
            io.execute(() -> {
                try {
                    scopes.inTransaction(() -> {
                        inside.countDown();
                        return execute("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n)"
                                + " DELETE FROM note WHERE id IN (SELECT i FROM n)");
                    });
                } catch (RuntimeException e) {
                    stopped.set(e);
                } finally {
                    left.countDown();
                }
            });
            inside.await(60, TimeUnit.SECONDS);
            return "left";
        }
    }

    @BeforeEach
    void serve() {
        served = Served.on(
                folder,
                "spec",
                "RequestScopeTest",
                "datasources.default.writelane.policy",
                "pooled",
                "datasources.default.writelane.readers",
                "1",
                "datasources.default.writelane.request-scope",
                "true");
        desk = served.context.getBean(Desk.class);
    }

    /** With the one lane there is, so that whatever another request left on its connection would be seen. */
    @AfterEach
    void nothingIsLeft() throws Exception {
        served.awaitNothingHeld();
        assertThat(served.get("/desk/marks").body()).isEqualTo("0");
        served.awaitNothingHeld();
        served.close();
    }

    private long lanesHeld() {
        return served.database().status().lanes().stream()
                .filter(lane -> lane.holder() != null)
                .count();
    }

    @Test
    void everythingInARequestUsesOneConnectionAndItIsClosedWithIt() throws Exception {
        assertThat(served.get("/desk/success").body()).isEqualTo("1101");
        // The answer may be first: an event loop that is late runs the filter itself, which hands the closing over.
        served.awaitNothingHeld();
    }

    @Test
    void aRequestThatNeedsNoDatabaseTakesNothingOfIt() throws Exception {
        try (Connection holder = served.database().dataSource().getConnection()) {
            holder.createStatement().executeUpdate("CREATE TEMP TABLE mine(v)");
            // From here on: the holder itself may have met the kit on its lane.
            long waits = served.database().status().counters().waits();
            assertThat(served.get("/desk/nothing").body()).isEqualTo("nothing");
            assertThat(served.database().status().counters().waits()).isEqualTo(waits);
        }
    }

    @Test
    void itIsClosedWhenTheRequestFails() throws Exception {
        assertThat(served.get("/desk/failure").statusCode()).isEqualTo(500);
        served.awaitNothingHeld();
    }

    @Test
    void itGoesWithTheRequestFromThreadToThread() throws Exception {
        assertThat(served.get("/desk/threads").body()).isEqualTo("1");
    }

    @Test
    void itIsClosedWhenTheRequestTimesOut() throws Exception {
        assertThat(served.get("/desk/timeout").statusCode()).isEqualTo(500);
    }

    @Test
    void aBodyThatIsStreamedReadsOnItToItsEnd() throws Exception {
        assertThat(served.get("/desk/short-stream").body()).contains("1").doesNotContain("0");
    }

    @Test
    void itIsClosedWhenTheClientHasGoneBeforeTheAnswer() throws Exception {
        try (Socket client = ask("/desk/slow")) {
            assertThat(desk.inside.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(lanesHeld()).isEqualTo(1);
        }
        desk.mayLeave.countDown();
        assertThat(desk.left.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void itIsClosedWhenTheClientGoesInTheMiddleOfAStream() throws Exception {
        try (Socket client = ask("/desk/stream")) {
            byte[] some = new byte[2000];
            assertThat(client.getInputStream().readNBytes(some, 0, some.length)).isEqualTo(some.length);
            assertThat(lanesHeld()).isEqualTo(1);
        }
    }

    @Test
    void whatTheRequestDidNotWaitForIsStopped() throws Exception {
        assertThat(served.get("/desk/left-behind").body()).isEqualTo("left");
        assertThat(desk.left.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(desk.stopped.get()).isNotNull();
    }

    private Socket ask(String path) throws Exception {
        Socket client = new Socket("localhost", served.server.getPort());
        client.setSoTimeout(60_000);
        OutputStream out = client.getOutputStream();
        out.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return client;
    }
}
