package dev.writelane.examples.boxoffice.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.writelane.examples.boxoffice.contract.Http;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ShutdownTest {

    /**
     * <pre>
     * client                       | office
     * begins an upload             |
     * goes on, row by row          |
     *                              | close() begins: takes no more requests
     * sends the last row           |
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
        CountDownLatch last = new CountDownLatch(1);
        AtomicInteger sent = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Http.Answer> upload = threads.submit(() -> http.post(
                    "/events/" + event + "/seats/import",
                    "text/csv",
                    BodyPublishers.ofByteArrays(() -> rows(begun, last, sent))));
            begun.await();
            Future<?> closed = threads.submit(office::close);
            await().atMost(1, TimeUnit.MINUTES).until(() -> !isOpen(url));

            last.countDown();

            assertThat(upload.get().body()).isEqualTo("{\"imported\":" + sent + "}");
            closed.get();
        } finally {
            last.countDown();
            threads.shutdownNow();
            office.close();
        }
        assertThatThrownBy(() -> http.get("/health")).hasMessage("no answer");
        try (BoxOffice again = BoxOffice.open(settings)) {
            Http reopened = again::url;
            assertThat(reopened.number(reopened.get("/events/" + event), "seats"))
                    .isEqualTo(sent.get());
        }
    }

    /** Asks nothing: a connection that was asked something would be kept, and Jetty would wait for it. */
    private static boolean isOpen(URI url) {
        try (Socket socket = new Socket("localhost", url.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Every now and then, until the last one may come: Jetty gives up who says nothing for a second while it stops. */
    private static Iterator<byte[]> rows(CountDownLatch begun, CountDownLatch last, AtomicInteger sent) {
        return new Iterator<>() {
            private int number;
            private boolean done;

            @Override
            public boolean hasNext() {
                return !done;
            }

            @Override
            public byte[] next() {
                number++;
                if (number > 1) {
                    begun.countDown();
                    done = opens(last);
                }
                sent.set(number);
                return ((number == 1 ? "row,number,price\n" : "") + "A," + number + ",1\n").getBytes();
            }
        };
    }

    private static boolean opens(CountDownLatch latch) {
        try {
            return latch.await(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
