package dev.writelane.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.GetGeneratedKeys;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.junit.jupiter.api.Test;

/** Generated keys are the rows that were written, and RETURNING is a query that writes. */
class GeneratedKeysTest extends JdbiTest {

    public interface Seats {
        @SqlUpdate("INSERT INTO seat(label) VALUES (:label)")
        @GetGeneratedKeys
        long insert(@Bind("label") String label);

        @SqlUpdate("INSERT INTO seat(label) VALUES (:label)")
        @GetGeneratedKeys({"id", "label", "buyer"})
        Seat insertWhole(@Bind("label") String label);

        @SqlQuery("UPDATE seat SET buyer = :buyer WHERE id = :id AND buyer IS NULL RETURNING *")
        Optional<Seat> buy(@Bind("id") long id, @Bind("buyer") String buyer);

        @SqlUpdate("DELETE FROM seat WHERE buyer IS NULL RETURNING id")
        @GetGeneratedKeys
        List<Long> sweep();
    }

    @Test
    void anUpdateGivesTheKeyTheColumnsOrEveryRow() {
        jdbi.useHandle(handle -> {
            long key = handle.createUpdate("INSERT INTO seat(id, label) VALUES (41, 'A1')")
                    .executeAndReturnGeneratedKeys()
                    .mapTo(long.class)
                    .one();
            assertThat(key).isEqualTo(41);
            Seat seat = handle.createUpdate("INSERT INTO seat(label) VALUES (?)")
                    .bind(0, "A2")
                    .executeAndReturnGeneratedKeys("id", "label", "buyer")
                    .mapTo(Seat.class)
                    .one();
            assertThat(seat).isEqualTo(new Seat(42, "A2", Optional.empty()));
            List<Long> both = handle.createUpdate("INSERT INTO seat(label) VALUES ('A3'), ('A4')")
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Long.class)
                    .list();
            assertThat(both).containsExactly(43L, 44L);
            assertNoLaneIsHeld();
        });
    }

    @Test
    void anUpsertGivesTheKeyOfTheRowItUpdatedAndAnIgnoredRowNone() {
        jdbi.useHandle(handle -> {
            insert(handle, "A1");
            insert(handle, "A2");
            assertThat(handle.createUpdate(
                                    "INSERT INTO seat(label) VALUES ('A1') ON CONFLICT(label) DO UPDATE SET buyer = 'Ada'")
                            .executeAndReturnGeneratedKeys("id", "label", "buyer")
                            .mapTo(Seat.class)
                            .list())
                    .containsExactly(new Seat(1, "A1", Optional.of("Ada")));
            assertThat(handle.createUpdate("INSERT OR IGNORE INTO seat(label) VALUES ('A2')")
                            .executeAndReturnGeneratedKeys("id")
                            .mapTo(Long.class)
                            .findFirst())
                    .isEmpty();
        });
    }

    @Test
    void returningIsReadAsAQueryAndAsKeys() {
        fill(4);
        jdbi.useHandle(handle -> {
            assertThat(handle.createQuery("UPDATE seat SET buyer = 'Ada' WHERE id > 2 RETURNING id")
                            .mapTo(Long.class)
                            .list())
                    .containsExactly(3L, 4L);
            assertThat(handle.createUpdate("UPDATE seat SET buyer = 'Bob' WHERE id = 2 RETURNING *")
                            .executeAndReturnGeneratedKeys()
                            .mapTo(Seat.class)
                            .one())
                    .isEqualTo(new Seat(2, "A2", Optional.of("Bob")));
            assertThat(handle.createUpdate("DELETE FROM seat WHERE id = 1 RETURNING label")
                            .executeAndReturnGeneratedKeys("label")
                            .mapTo(String.class)
                            .one())
                    .isEqualTo("A1");
        });
        assertThat(seats()).isEqualTo(3);
    }

    @Test
    void columnsOfAnUpdateAndADeleteAreGivenToo() {
        fill(3);
        jdbi.useHandle(handle -> {
            assertThat(handle.createUpdate("UPDATE seat SET buyer = 'Ada' WHERE id < 3")
                            .executeAndReturnGeneratedKeys("id", "label", "buyer")
                            .mapTo(Seat.class)
                            .list())
                    .containsExactly(new Seat(1, "A1", Optional.of("Ada")), new Seat(2, "A2", Optional.of("Ada")));
            assertThat(handle.createUpdate("DELETE FROM seat WHERE buyer = 'Ada'")
                            .executeAndReturnGeneratedKeys("label")
                            .mapTo(String.class)
                            .list())
                    .containsExactly("A1", "A2");
        });
    }

    @Test
    void sqlObjectsGiveThemAsTheirMethodsSay() {
        Seats seats = jdbi.onDemand(Seats.class);
        assertThat(seats.insert("A1")).isEqualTo(1);
        assertThat(seats.insertWhole("A2")).isEqualTo(new Seat(2, "A2", Optional.empty()));
        assertThat(seats.buy(2, "Ada")).contains(new Seat(2, "A2", Optional.of("Ada")));
        assertThat(seats.buy(2, "Bob")).isEmpty();
        assertThat(seats.sweep()).containsExactly(1L);
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void aRowThatCannotBeReadHasBeenWrittenAllTheSame() {
        jdbi.useHandle(handle -> {
            assertThat(catchThrowable(() -> handle.createUpdate("INSERT INTO seat(label) VALUES ('A1')")
                            .executeAndReturnGeneratedKeys("label")
                            .mapTo(java.time.LocalDate.class)
                            .one()))
                    .isNotNull();
            assertNoLaneIsHeld();
        });
        assertThat(seats()).isEqualTo(1);
    }
}
