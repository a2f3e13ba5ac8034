package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests in flight finish, then the database closes. */
class ShutdownTest {
    @TempDir
    Path folder;

    /** A request that is in a transaction when the application is told to stop. */
    @Controller("/last")
    @Produces("text/plain")
    @Requires(property = "spec", value = "ShutdownTest")
    static class Last {
        final CountDownLatch inside = new CountDownLatch(1);
        final CountDownLatch stopping = new CountDownLatch(1);
        private final Scopes scopes;
        private final Notes notes;

        Last(Scopes scopes, Notes notes) {
            this.scopes = scopes;
            this.notes = notes;
        }

        @Get
        @ExecuteOn(TaskExecutors.BLOCKING)
        String last() {
            return scopes.inTransaction(() -> {
                notes.save(new Note(null, "before", Instant.EPOCH));
                inside.countDown();
                try {
                    stopping.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                notes.save(new Note(null, "behind", Instant.EPOCH));
                return "finished";
            });
        }
    }

    @Test
    void aRequestInFlightFinishesAndIsDurable() throws Exception {
        Served served = Served.on(
                folder,
                "spec",
                "ShutdownTest",
                "micronaut.lifecycle.graceful-shutdown.enabled",
                "true",
                "micronaut.lifecycle.graceful-shutdown.grace-period",
                "60s");
        SqliteDatabase database = served.database();
        Last last = served.context.getBean(Last.class);
        CompletableFuture<HttpResponse<String>> answer = served.getLater("/last");
        assertThat(last.inside.await(60, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> stopped =
                CompletableFuture.runAsync(served::close, command -> new Thread(command).start());
        org.awaitility.Awaitility.await().atMost(Served.AGAINST_HANGS).until(() -> refuses(served));
        assertThat(database.isClosed()).isFalse();
        last.stopping.countDown();
        assertThat(answer.get(60, TimeUnit.SECONDS).body()).isEqualTo("finished");
        stopped.get(60, TimeUnit.SECONDS);
        assertThat(database.isClosed()).isTrue();
        assertThat(folder.resolve("default.db-wal")).doesNotExist();
        try (SqliteDatabase again =
                SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + folder.resolve("default.db")))) {
            long notes = again.read(c -> {
                try (ResultSet rows = c.createStatement().executeQuery("SELECT count(*) FROM note")) {
                    rows.next();
                    return rows.getLong(1);
                }
            });
            assertThat(notes).isEqualTo(2);
        }
    }

    /** The server takes no new connections any more. */
    private static boolean refuses(Served served) {
        try (java.net.Socket socket = new java.net.Socket("localhost", served.port)) {
            return false;
        } catch (java.io.IOException refused) {
            return true;
        }
    }
}
