package dev.writelane.start;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the shop promises over HTTP, whatever it runs on. */
@Timeout(300)
abstract class ShopContract {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Where the shop under test answers. */
    abstract URI url();

    @Test
    void aProductIsFoundAsItWasOffered() throws Exception {
        HttpResponse<String> offered = post("/products", "{\"name\":\"Lamp\",\"stock\":3}");

        assertThat(offered.statusCode()).isEqualTo(201);
        assertThat(offered.body()).contains("\"name\":\"Lamp\"", "\"stock\":3");
        assertThat(get(location(offered)).body()).isEqualTo(offered.body());
        assertThat(get("/products").body()).contains(offered.body());
    }

    @Test
    void aPurchaseReducesTheStock() throws Exception {
        String lamp = product(3);

        HttpResponse<String> bought = buy(lamp, 2);

        assertThat(bought.statusCode()).isEqualTo(201);
        assertThat(get(lamp).body()).contains("\"stock\":1");
        assertThat(get(lamp + "/purchases").body()).isEqualTo("[" + bought.body() + "]");
    }

    @Test
    void whatIsNotThereCannotBeBought() throws Exception {
        String lamp = product(1);

        HttpResponse<String> refused = buy(lamp, 2);

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).isEqualTo("{\"error\":\"only 1 left\"}");
        assertThat(get(lamp + "/purchases").body()).isEqualTo("[]");
        assertThat(buy("/products/" + UUID.randomUUID(), 1).statusCode()).isEqualTo(404);
    }

    @Test
    void whatMakesNoSenseIsRefused() throws Exception {
        assertThat(post("/products", "").statusCode()).isEqualTo(400);
        assertThat(post("/products", "null").statusCode()).isEqualTo(400);
        assertThat(post("/products", "{\"stock\":1}").statusCode()).isEqualTo(400);
        assertThat(post("/products", "{\"name\":\"\\u0000\",\"stock\":1}").statusCode())
                .isEqualTo(400);
        assertThat(post("/products", "{\"name\":\"Lamp\",\"stock\":-1}").statusCode())
                .isEqualTo(400);
        assertThat(buy(product(1), 0).statusCode()).isEqualTo(400);
        assertThat(post(product(1) + "/purchases", "null").statusCode()).isEqualTo(400);
    }

    /**
     * Each purchase reads the stock, decides, and writes it. With a pool over the driver alone some would get SQLITE_BUSY, or two
     * would read the same stock.
     */
    @Test
    void of16CustomersWhoBuyAtOnceNoneFailsAndNoneGetsWhatAnotherHas() throws Exception {
        int customers = 16;
        int each = 25;
        String lamp = product(300);
        Callable<List<Integer>> customer = () -> {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                statuses.add(buy(lamp, 1).statusCode());
            }
            return statuses;
        };

        List<Integer> statuses = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(customers);
        try {
            List<Callable<List<Integer>>> all = new ArrayList<>();
            for (int i = 0; i < customers; i++) {
                all.add(customer);
            }
            for (Future<List<Integer>> one : threads.invokeAll(all)) {
                statuses.addAll(one.get());
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(statuses.stream().collect(groupingBy(status -> status, counting())))
                .isEqualTo(Map.of(201, 300L, 409, 100L));
        assertThat(get(lamp).body()).contains("\"stock\":0");
        assertThat(get(lamp + "/purchases").body().split("\"quantity\":1", -1)).hasSize(301);
    }

    /** Offers lamps. Returns their path. */
    private String product(int stock) throws IOException, InterruptedException {
        return location(post("/products", "{\"name\":\"Lamp\",\"stock\":" + stock + "}"));
    }

    private HttpResponse<String> buy(String product, int quantity) throws IOException, InterruptedException {
        return post(product + "/purchases", "{\"quantity\":" + quantity + "}");
    }

    private static String location(HttpResponse<String> created) {
        return URI.create(created.headers().firstValue("Location").orElseThrow())
                .getPath();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(url().resolve(path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url().resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }
}
