package dev.writelane.quarkus.it;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One injected connection for a whole request. */
@Path("/request")
public class RequestResource {
    /** What stood behind the injected ones. */
    static final Queue<Connection> USED = new ConcurrentLinkedQueue<>();

    @Inject
    Connection connection;

    /** Outside of transactions, in one, outside, in one that is rolled back, outside. */
    @POST
    @Path("/mixed")
    @Blocking
    public String mixed() throws SQLException {
        List<Long> counts = new ArrayList<>();
        counts.add(count());
        QuarkusTransaction.requiringNew().run(() -> add("kept"));
        counts.add(count());
        try {
            QuarkusTransaction.requiringNew().run(() -> {
                add("lost");
                counts.add(count());
                throw new IllegalStateException();
            });
        } catch (IllegalStateException asPlanned) {
            counts.add(count());
        }
        return counts.toString();
    }

    /** On a worker, then on another one. */
    @POST
    @Path("/hops")
    @Blocking
    public Uni<String> hops() {
        String first = Thread.currentThread().getName();
        add("before");
        return Uni.createFrom()
                .item(first)
                .onItem()
                .delayIt()
                .by(java.time.Duration.ofMillis(1)) // goes on by a timer's thread
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(name -> {
                    add("after");
                    return String.valueOf(count());
                });
    }

    private void add(String text) {
        try {
            USED.add(connection.unwrap(Connection.class));
            Table.add(connection, text);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long count() {
        try {
            USED.add(connection.unwrap(Connection.class));
            return Table.count(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
