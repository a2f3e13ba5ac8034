package dev.writelane.examples.boxoffice.rush;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Where a box office keeps its rows, read by the stock driver of that database alone. */
interface Books {

    /** @param database a SQLite file, or the JDBC URL of a PostgreSQL */
    static Books of(String database) {
        return database.startsWith("jdbc:postgresql:")
                ? new ServerBooks(database)
                : new FileBooks(Path.of(database).toAbsolutePath().normalize());
    }

    /** What {@link #of} takes. */
    String name();

    /** For people to read, without what may be secret. */
    @Override
    String toString();

    /** Why they cannot be read, if that can be told without opening them. */
    Optional<String> missing();

    /** A connection that cannot write, with one snapshot for all that is read from it. */
    Connection open() throws SQLException;

    /** What the database itself says of how sound it is. */
    List<Check> soundness(Connection connection) throws SQLException;
}
