package dev.writelane.quarkus.it;

import dev.writelane.SqliteDatabase;
import io.agroal.api.AgroalDataSource;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;

/** The kinds of threads that Quarkus runs requests on. */
@Path("/threads")
public class ThreadsResource {
    static volatile CountDownLatch slowWritersMayEnd = new CountDownLatch(0);

    @Inject
    AgroalDataSource dataSource;

    @Inject
    SqliteDatabase database;

    /** JDBC on an event loop. */
    @GET
    @Path("/loop")
    @NonBlocking
    public String loop() {
        try (Connection connection = dataSource.getConnection()) {
            return "counted " + Table.count(connection);
        } catch (SQLException e) {
            return e.getSQLState() + " " + e.getMessage();
        }
    }

    /** The same without blocking: on a thread of the kit. */
    @GET
    @Path("/uni")
    @NonBlocking
    public Uni<Long> read() {
        return Uni.createFrom().completionStage(() -> database.readAsync(Table::count));
    }

    @POST
    @Path("/uni")
    @NonBlocking
    public Uni<String> write(String text) {
        return Uni.createFrom()
                .completionStage(() -> database.writeAsync(connection -> {
                    Table.add(connection, text);
                    return "written by " + Thread.currentThread().getName();
                }));
    }

    /** Holds the write lane until the test says so. */
    @POST
    @Path("/slow")
    @Blocking
    @Transactional
    public void slowWrite(String text) throws SQLException, InterruptedException {
        try (Connection connection = dataSource.getConnection()) {
            Table.add(connection, text);
            slowWritersMayEnd.await();
        }
    }

    @GET
    @Path("/ping")
    @Blocking
    public String ping() {
        return String.valueOf(Thread.currentThread());
    }
}
