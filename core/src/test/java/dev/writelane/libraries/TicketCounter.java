package dev.writelane.libraries;

import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** An SQL object that reads, adds in Java and writes back: the shape that loses updates where the read is not part of the write. */
public interface TicketCounter {
    @SqlUpdate("CREATE TABLE counter(n INTEGER)")
    void createTable();

    @SqlUpdate("INSERT INTO counter VALUES (:n)")
    void start(@Bind("n") int n);

    @SqlQuery("SELECT n FROM counter")
    int value();

    @SqlUpdate("UPDATE counter SET n = :n")
    void value(@Bind("n") int n);

    @Transaction
    default int next() {
        int next = value() + 1;
        value(next);
        return next;
    }
}
