package dev.writelane.examples.boxoffice.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.writelane.examples.boxoffice.contract.Http;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ShutdownTest {

    /**
     * <pre>
     * client                       | office
     * begins an upload             |
     *                              | close() begins: takes no more requests
     * sends the rest               |
     *                              | imports, answers, closes the database
     * </pre>
     */
    @Test
    void aRequestThatRunsIsAnsweredAndNoOtherIsTaken() throws Exception {
        Settings settings = HttpTest.settings(false);
        BoxOffice office = BoxOffice.open(settings);
        URI url = office.url();
        Http http = () -> url;
        long event = http.event(0, 0);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch rest = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Http.Answer> upload = threads.submit(() -> http.post(
                    "/events/" + event + "/seats/import",
                    "text/csv",
                    BodyPublishers.ofByteArrays(() -> inTwoParts(begun, rest))));
            begun.await();
            Future<?> closed = threads.submit(office::close);
            await().atMost(1, TimeUnit.MINUTES).until(() -> !isOpen(http));

            rest.countDown();

            assertThat(upload.get().body()).isEqualTo("{\"imported\":2}");
            closed.get();
        } finally {
            threads.shutdownNow();
            office.close();
        }
        assertThatThrownBy(() -> http.get("/health")).hasMessage("no answer");
        try (BoxOffice again = BoxOffice.open(settings)) {
            Http reopened = again::url;
            assertThat(reopened.number(reopened.get("/events/" + event), "seats"))
                    .isEqualTo(2);
        }
    }

    private static boolean isOpen(Http http) {
        try {
            return http.get("/health").status() == 200;
        } catch (AssertionError e) {
            return false;
        }
    }

    private static Iterator<byte[]> inTwoParts(CountDownLatch begun, CountDownLatch rest) {
        return new Iterator<>() {
            private final Iterator<String> parts =
                    List.of("row,number,price\nA,1,1\n", "A,2,1\n").iterator();

            @Override
            public boolean hasNext() {
                return parts.hasNext();
            }

            @Override
            public byte[] next() {
                String part = parts.next();
                if (!parts.hasNext()) {
                    begun.countDown();
                    try {
                        rest.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
                return part.getBytes();
            }
        };
    }
}
