package dev.writelane.examples.boxoffice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All that a box office answers, on a {@link Server}: as on SQLite but for its lanes, of which there are none. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public interface ServerContract extends EventsContract, ReservationsContract, SeatImportContract, RushHourContract {

    /** The database that the box office under test has. */
    String database();

    @Test
    default void aServerHasNoLanesAndSaysSo() {
        Answer status = get("/status");

        assertThat(status.status()).isEqualTo(404);
        assertThat(map(status)).containsOnlyKeys("error");
        assertThat(text(status, "error")).contains("no lanes", "pg_stat_activity");
        Answer health = get("/health");
        // It asks the database, and has the patience of one who asks often; on a slow machine that is too little.
        long begun = System.nanoTime();
        while (health.status() != 200 && System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(60)) {
            health = get("/health");
        }
        assertThat(health.status()).isEqualTo(200);
        assertThat(text(health, "status")).isEqualTo("UP");
        assertThat(health.body()).doesNotContain(Server.PASSWORD);
    }

    @Test
    default void moneyIdsAndMomentsHaveTheServersOwnTypes() throws SQLException {
        assertThat(types("reservation"))
                .contains("id uuid", "event_id bigint", "total numeric", "created_at timestamp with time zone");
        assertThat(types("seat")).contains("id bigint", "reservation_id uuid");
    }

    @Override
    default int rows() {
        return 2;
    }

    @Test
    default void nobodySellsWhileTheEventIsLocked() throws Exception {
        long event = event(1, 1);

        List<Answer> sale = whileLocked(
                event,
                List.of(() -> reserve(event, "\"A-1\"")),
                "UPDATE seat SET reservation_id = gen_random_uuid() WHERE event_id = " + event);

        assertThat(sale).extracting(Answer::status).containsExactly(409);
    }

    @Test
    default void aSeatThatIsImportedMeanwhileIsAConflictAndNoDeadlock() throws Exception {
        long event = event(0, 0);

        List<Answer> imports = whileLocked(
                event,
                List.of(
                        () -> importCsv(event, "row,number,price\nA,1,1\nB,1,1\n"),
                        () -> importCsv(event, "row,number,price\nB,1,1\nA,1,1\n")),
                "SELECT 1");

        assertThat(imports).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
    }

    @Test
    default void ofTwoWhoCancelOneReservationOneDoes() throws Exception {
        long event = event(1, 2);
        String reservation = "/reservations/" + map(reserve(event, "\"A-1\"")).get("id");

        List<Answer> cancellations =
                whileLocked(event, List.of(() -> delete(reservation), () -> delete(reservation)), "SELECT 1");

        assertThat(cancellations).extracting(Answer::status).containsExactlyInAnyOrder(204, 404);
        assertThat(number(get("/events/" + event), "sold")).isZero();
    }

    /** Locks the event, waits until each request waits, executes {@code sql} and commits. */
    private List<Answer> whileLocked(long event, List<Callable<Answer>> requests, String sql) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(requests.size());
        try (Connection connection = DriverManager.getConnection(database());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT id FROM event WHERE id = " + event + " FOR UPDATE");
            List<Future<Answer>> running =
                    requests.stream().map(threads::submit).toList();
            String waiting = "SELECT COUNT(*) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND wait_event_type = 'Lock'";
            while (!query(waiting).equals(List.of(String.valueOf(requests.size())))) {
                Thread.sleep(10); // nothing tells; the test's timeout ends it
            }
            statement.execute(sql);
            connection.commit();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> each : running) {
                answers.add(each.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private List<String> types(String table) throws SQLException {
        return query("SELECT column_name || ' ' || data_type FROM information_schema.columns WHERE table_name = '"
                + table + "'");
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
