package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * An adapter that throws while B waits, just when A hands the lane over to B.
 *
 * <pre>
 * A   BEGIN  INSERT                       commit()──hands over──▶ waits . . . . told
 * B          waits: asks the adapter . . . . . . . . . . . . . . . . it throws ... ?
 * </pre>
 */
class FailingAdapterTest extends DatabaseTest {
    private static final String INSERT = "INSERT INTO t VALUES (?)";

    private final Futures.Gate gate = new Futures.Gate();
    private volatile boolean failing;

    private List<Connection> current() {
        if (failing) {
            gate.standStill();
            throw new IllegalStateException("adapter");
        }
        return List.of();
    }

    private static CompletableFuture<Object> result(Connection connection, int id) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        if (id > 0) {
                            Ask.run(connection, INSERT, id);
                        }
                        connection.commit();
                        connection.close();
                        return "committed";
                    } catch (SQLException | RuntimeException e) {
                        return e;
                    }
                },
                work -> new Thread(work).start()); // the common pool may have one thread, and both must wait at once
    }

    @Test
    void theLaneThatWasHandedOverIsNotLost() throws Exception {
        db = SqliteDatabase.open(
                SqliteConfig.builder(url()).enclosingConnections(this::current).build());
        source = db.dataSource();
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY)");
        try (Connection quick = transaction()) {
            Ask.run(quick, INSERT, 1);
            quick.commit();
        }
        Connection a = transaction();
        Ask.run(a, INSERT, 2);
        String holder = Lanes.writeHolder(db);
        failing = true;
        Connection b = transaction();
        CompletableFuture<Object> toldB = result(b, 3);
        gate.awaitEntered();
        failing = false;
        CompletableFuture<Object> toldA = result(a, 0);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> toldA.isDone() || !holder.equals(Lanes.writeHolder(db)));
        gate.open();
        assertThat(toldA.get(60, TimeUnit.SECONDS)).isEqualTo("committed");
        Object outcomeOfB = toldB.get(60, TimeUnit.SECONDS);
        b.close();
        assertThat(Ask.number(source, "SELECT count(*) FROM t WHERE id = 3"))
                .as("rows of B, which was told %s", outcomeOfB)
                .isEqualTo(outcomeOfB.equals("committed") ? 1 : 0);
        Lanes.assertAllFree(db);
    }
}
