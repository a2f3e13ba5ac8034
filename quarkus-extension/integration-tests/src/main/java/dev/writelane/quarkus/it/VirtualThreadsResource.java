package dev.writelane.quarkus.it;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** On virtual threads; where there are none, Quarkus refuses to build it. */
@Path("/virtual")
@RunOnVirtualThread
@IfBuildProperty(name = "it.virtual-threads", stringValue = "true")
public class VirtualThreadsResource {
    @Inject
    AgroalDataSource dataSource;

    /** Holds the write lane until the test says so. */
    @POST
    @Path("/slow")
    @Transactional
    public void slowWrite(String text) throws SQLException, InterruptedException {
        try (Connection connection = dataSource.getConnection()) {
            Table.add(connection, text);
            ThreadsResource.slowWritersMayEnd.await();
        }
    }

    @GET
    @Path("/ping")
    public String ping() {
        return String.valueOf(Thread.currentThread());
    }
}
