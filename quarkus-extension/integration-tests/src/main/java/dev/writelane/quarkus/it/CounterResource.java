package dev.writelane.quarkus.it;

import io.quarkus.agroal.DataSource;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Read, add one, write: what loses updates wherever a transaction is not one. */
@Path("/counter")
@Blocking
public class CounterResource {
    @Inject
    @DataSource("counter")
    javax.sql.DataSource dataSource;

    @POST
    @Transactional
    public void count() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            long value;
            try (var rows = statement.executeQuery("SELECT value FROM counter")) {
                rows.next();
                value = rows.getLong(1);
            }
            statement.executeUpdate("UPDATE counter SET value = " + (value + 1));
        }
    }
}
