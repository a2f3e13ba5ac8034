package dev.writelane.quarkus.it;

import io.agroal.api.AgroalDataSource;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The smallest use: plain JDBC in a transaction. */
@Path("/notes")
@Blocking
public class NotesResource {
    @Inject
    AgroalDataSource dataSource;

    @POST
    @Transactional
    public void add(String text) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            Table.add(connection, text);
        }
        if (text.contains("fail")) {
            throw new IllegalStateException("as asked");
        }
    }

    @GET
    public String all() throws SQLException {
        List<String> texts = new ArrayList<>();
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT text FROM note ORDER BY id")) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return String.join(",", texts);
    }

    @DELETE
    @Transactional
    public void clear() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("DELETE FROM note");
        }
    }
}
