package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Nothing is lost, nothing counted twice and nobody sees an error when many threads change the same rows. */
class LostUpdateTest extends DatabaseTest {
    private static final int THREADS = 64;
    private static final int INCREMENTS = 10_000;
    private static final int INSERTS = 10_000;

    @Test
    void noIncrementAndNoInsertIsLost() throws Exception {
        open("acquire-timeout", "60s");
        Ask.script(
                source,
                "CREATE TABLE counter(n INTEGER); INSERT INTO counter VALUES (0);"
                        + "CREATE TABLE log(id INTEGER PRIMARY KEY, ticket INTEGER UNIQUE)");
        AtomicInteger tickets = new AtomicInteger();

        Crowd.run(THREADS, thread -> {
            for (int ticket = tickets.getAndIncrement();
                    ticket < INCREMENTS + INSERTS;
                    ticket = tickets.getAndIncrement()) {
                if (ticket % 2 == 0) {
                    increment();
                } else {
                    Ask.run(source, "INSERT INTO log(ticket) VALUES (?)", ticket);
                }
            }
        });

        String what = THREADS + " threads, " + INCREMENTS + " increments, " + INSERTS + " inserts";
        assertThat(Ask.number(source, "SELECT n FROM counter")).as(what).isEqualTo(INCREMENTS);
        assertThat(Ask.number(source, "SELECT count(*) FROM log")).as(what).isEqualTo(INSERTS);
        Lanes.assertAllFree(db);
    }

    /** Read, add in Java, write back: the shape that loses updates where the read is not part of the write. */
    private void increment() throws Exception {
        try (Connection connection = transaction()) {
            long n = Ask.number(connection, "SELECT n FROM counter");
            Ask.run(connection, "UPDATE counter SET n = ?", n + 1);
            connection.commit();
        }
    }
}
