package dev.writelane.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteDatabase;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * 32 clients, each reading a counter, adding one and writing it in a transaction, with little patience for other processes, one of
 * which takes the lock three times until a client has been refused. With the stock driver and transaction_mode=IMMEDIATE more than half
 * of what is acknowledged then is not there.
 */
@QuarkusTest
@WithTestResource(FreshFiles.class)
class LostUpdateTest {
    private static final int CLIENTS = 32;
    private static final int ROUNDS = 3;
    private static final int BETWEEN_ROUNDS = 100;

    @TestHTTPResource
    URI root;

    @Inject
    @DataSource("counter")
    SqliteDatabase database;

    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    @Timeout(600)
    void whatIsAcknowledgedIsCounted() throws Exception {
        database.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE counter(value INTEGER NOT NULL)");
                return statement.execute("INSERT INTO counter VALUES (0)");
            }
        });
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> clients = new ArrayList<>();
        try (ForeignWriter foreign = new ForeignWriter(Path.of(database.status().file()))) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(this::countUntilEnough));
            }
            for (int round = 0; round < ROUNDS; round++) {
                await(acknowledged, BETWEEN_ROUNDS);
                foreign.hold();
                await(refused, 1);
                foreign.release();
            }
            await(acknowledged, BETWEEN_ROUNDS);
            enough.set(true);
            for (Future<?> client : clients) {
                client.get(60, TimeUnit.SECONDS);
            }
        } finally {
            enough.set(true);
            threads.shutdownNow();
        }
        System.out.println("Acknowledged " + acknowledged + ", refused " + refused + ", counted " + value());
        assertThat(value()).isEqualTo(acknowledged.get());
        assertThat(database.status().lanes())
                .allSatisfy(lane -> assertThat(lane.holder()).as(lane.name()).isNull());
    }

    private void countUntilEnough() {
        Http http = new Http(root);
        while (!enough.get()) {
            (http.statusOfPost("/counter", "") == 204 ? acknowledged : refused).incrementAndGet();
        }
    }

    private static void await(AtomicLong count, long more) throws InterruptedException {
        long goal = count.get() + more;
        while (count.get() < goal) {
            Thread.sleep(1);
        }
    }

    private long value() throws SQLException {
        return database.read(connection -> {
            try (Statement statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT value FROM counter")) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }
}
