package dev.writelane.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Event loops, workers, virtual threads, futures. */
@QuarkusTest
@WithTestResource(FreshFiles.class)
class ThreadsTest {
    private static final int WRITERS = 8;
    private static final int PINGS = 500;

    @TestHTTPResource
    URI root;

    @Inject
    SqliteDatabase database;

    private Http http;

    @BeforeEach
    void clear() {
        http = new Http(root);
        http.delete("/notes");
    }

    @Test
    void anEventLoopIsRefusedWithTheAnnotationToAdd() {
        assertThat(http.get("/threads/loop")).startsWith("25000 ").contains("@Blocking", "@RunOnVirtualThread");
    }

    @Test
    void anEventLoopReadsAndWritesByFutures() {
        assertThat(http.post("/threads/uni", "one")).startsWith("written by ").doesNotContain("eventloop");
        assertThat(http.get("/threads/uni")).isEqualTo("1");
    }

    @Test
    void aUniThatIsCancelledLeavesNothing() {
        CompletableFuture<Void> inside = new CompletableFuture<>();
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        Cancellable write = Uni.createFrom()
                .completionStage(() -> database.writeAsync(connection -> {
                    Table.add(connection, "lost");
                    inside.complete(null);
                    return cancelled.join();
                }))
                .subscribe()
                .with(ignored -> {});
        inside.join();
        write.cancel();
        cancelled.complete(null);
        http.post("/threads/uni", "the next write, so the one before has ended");
        assertThat(http.get("/threads/uni")).isEqualTo("1");
    }

    @Test
    void workersThatWaitFreezeNobody() throws InterruptedException {
        assertThat(http.get("/threads/ping")).doesNotContain("VirtualThread");
        assertPingsAreAnsweredBesideWriters("/threads");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsThatWaitFreezeNobody() throws InterruptedException {
        assertThat(http.get("/virtual/ping")).contains("VirtualThread");
        assertPingsAreAnsweredBesideWriters("/virtual");
    }

    /** One writer is inside and seven wait until all pings are answered; how fast is printed, because it is the machine's affair. */
    private void assertPingsAreAnsweredBesideWriters(String place) throws InterruptedException {
        CountDownLatch mayEnd = new CountDownLatch(1);
        ThreadsResource.slowWritersMayEnd = mayEnd;
        List<CompletableFuture<Integer>> writers = new ArrayList<>();
        try {
            for (int i = 0; i < WRITERS; i++) {
                writers.add(http.statusOfPostLater(place + "/slow", "slow " + i));
            }
            while (waiting() < WRITERS - 1) {
                assertThat(writers).noneMatch(CompletableFuture::isDone);
                Thread.sleep(1);
            }
            long[] nanos = new long[PINGS];
            for (int i = 0; i < PINGS; i++) {
                long begun = System.nanoTime();
                http.get(place + "/ping");
                nanos[i] = System.nanoTime() - begun;
            }
            assertThat(writers).as("still inside").noneMatch(CompletableFuture::isDone);
            Arrays.sort(nanos);
            System.out.printf(
                    "%s: pings beside %d writers that hold or await the write lane: p50 %.1f ms, p99 %.1f ms%n",
                    place, WRITERS, nanos[PINGS / 2] / 1e6, nanos[PINGS * 99 / 100] / 1e6);
        } finally {
            mayEnd.countDown();
        }
        assertThat(writers).allSatisfy(writer -> assertThat(writer.join()).isEqualTo(204));
        assertThat(http.get("/threads/uni")).isEqualTo(String.valueOf(WRITERS));
    }

    private long waiting() {
        return database.status().queues().stream()
                .mapToLong(queue -> queue.waiting())
                .sum();
    }
}
