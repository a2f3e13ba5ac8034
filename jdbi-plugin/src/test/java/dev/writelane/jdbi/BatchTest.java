package dev.writelane.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.BatchUpdateException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.BatchChunkSize;
import org.jdbi.v3.sqlobject.statement.GetGeneratedKeys;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.transaction.Transaction;
import org.junit.jupiter.api.Test;

/** A batch is one transaction, whoever made it, and gives the keys of every row. */
class BatchTest extends JdbiTest {

    /** With a label that cannot be written twice. */
    private static final List<String> THE_THIRD_FAILS = List.of("A1", "A2", "A1", "A3");

    public interface Seats {
        @SqlBatch("INSERT INTO seat(label) VALUES (:label)")
        int[] insert(@Bind("label") List<String> labels);

        @SqlBatch("INSERT INTO seat(label) VALUES (:label)")
        @BatchChunkSize(2)
        @Transaction
        int[] insertInTwos(@Bind("label") Iterator<String> labels);

        @SqlBatch("INSERT INTO seat(label) VALUES (:label)")
        @BatchChunkSize(2)
        int[] insertEachTwo(@Bind("label") List<String> labels);

        @SqlBatch("INSERT INTO seat(label) VALUES (:label)")
        @GetGeneratedKeys("id")
        @BatchChunkSize(3)
        List<Long> insertForKeys(@Bind("label") List<String> labels);

        @SqlBatch("INSERT INTO seat(label, buyer) VALUES (:label, :buyer)")
        @GetGeneratedKeys({"id", "label", "buyer"})
        List<Seat> insertForRows(@BindMethods List<Seat> seats);
    }

    @Test
    void itGivesTheKeysOfEveryRow() {
        List<Long> expected =
                IntStream.rangeClosed(1, 100).mapToObj(Long::valueOf).toList();
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch("INSERT INTO seat(label) VALUES (:label)");
            for (int i = 1; i <= 100; i++) {
                batch.bind("label", "A" + i).add();
            }
            assertThat(batch.executePreparedBatch("id").mapTo(Long.class).list())
                    .containsExactlyElementsOf(expected);
            assertNoLaneIsHeld();
        });
    }

    @Test
    void itCountsEachRowAndIsUsedAgainWithoutTheOldValues() {
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch("INSERT INTO seat(label, buyer) VALUES (:label, :buyer)");
            assertThat(batch.execute()).as("an empty one").isEmpty();
            batch.bind("label", "A1").bind("buyer", "Ada").add();
            batch.add(Map.of("label", "A2", "buyer", "Bob"));
            batch.bind("label", "A3").bindByType("buyer", null, String.class);
            assertThat(batch.execute()).as("the last one needs no add()").containsExactly(1, 1, 1);
            batch.bind("label", "A4").bindByType("buyer", null, String.class).add();
            assertThat(batch.execute()).containsExactly(1);
            PreparedBatch update = handle.prepareBatch("UPDATE seat SET buyer = 'x' WHERE id >= ?");
            assertThat(update.add(3).add(9).add(1).execute()).containsExactly(2, 0, 4);
        });
        assertThat(seats()).isEqualTo(4);
    }

    @Test
    void oneThatFailsInAutocommitLeavesNothing() {
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch("INSERT INTO seat(label) VALUES (?)");
            THE_THIRD_FAILS.forEach(batch::add);
            Throwable error = catchThrowable(batch::execute);
            assertThat(error)
                    .isInstanceOf(UnableToExecuteStatementException.class)
                    .hasCauseInstanceOf(BatchUpdateException.class);
            assertThat(sqlStateOf(error)).isEqualTo("23505");
            Throwable texts = catchThrowable(() -> handle.createBatch()
                    .add("INSERT INTO seat(label) VALUES ('B1')")
                    .add("INSERT INTO nowhere VALUES (1)")
                    .execute());
            assertThat(sqlStateOf(texts)).isEqualTo("42P01");
            assertThat(handle.createBatch()
                            .add("INSERT INTO seat(label) VALUES ('C1')")
                            .add("UPDATE seat SET buyer = 'Ada'")
                            .execute())
                    .containsExactly(1, 1);
        });
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void oneThatFailsInsideATransactionIsForTheTransactionToKeepOrNot() {
        jdbi.useTransaction(handle -> {
            insert(handle, "Z1");
            PreparedBatch batch = handle.prepareBatch("INSERT INTO seat(label) VALUES (?)");
            THE_THIRD_FAILS.forEach(batch::add);
            assertThat(sqlStateOf(catchThrowable(batch::execute))).isEqualTo("23505");
            handle.rollback();
        });
        assertThat(seats()).isZero();
    }

    /** Jdbi makes each chunk of an SQL object a transaction; {@code @Transaction} makes them one. */
    @Test
    void eachChunkOfAnSqlBatchIsOneTransactionAndAllOfThemInsideOfOne() {
        Seats seats = jdbi.onDemand(Seats.class);
        assertThat(seats.insertInTwos(List.of("Z1", "Z2", "Z3").iterator())).containsExactly(1, 1, 1);
        assertThat(sqlStateOf(catchThrowable(() -> seats.insertInTwos(THE_THIRD_FAILS.iterator()))))
                .isEqualTo("23505");
        assertThat(seats()).as("the first chunk is gone as well").isEqualTo(3);
        assertThat(sqlStateOf(catchThrowable(() -> seats.insertEachTwo(THE_THIRD_FAILS))))
                .isEqualTo("23505");
        assertThat(seats()).as("the first chunk was a transaction of its own").isEqualTo(5);
    }

    @Test
    void anSqlBatchGivesTheKeysAndRowsOfAllItsChunks() {
        Seats seats = jdbi.onDemand(Seats.class);
        assertThat(seats.insertForKeys(List.of("A1", "A2", "A3", "A4", "A5", "A6", "A7")))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(seats.insertForRows(
                        List.of(new Seat(0, "B1", Optional.of("Ada")), new Seat(0, "B2", Optional.empty()))))
                .containsExactly(new Seat(8, "B1", Optional.of("Ada")), new Seat(9, "B2", Optional.empty()));
        assertThat(seats.insert(List.of())).isEmpty();
    }

    @Test
    void aHundredThousandRowsAreOneCommit() {
        long before = db.status().counters().commits();
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch("INSERT INTO seat(label) VALUES (?)");
            for (int i = 0; i < 100_000; i++) {
                batch.add("A" + i);
            }
            assertThat(batch.execute()).hasSize(100_000);
        });
        assertThat(db.status().counters().commits() - before).isEqualTo(1);
        assertThat(seats()).isEqualTo(100_000);
    }
}
