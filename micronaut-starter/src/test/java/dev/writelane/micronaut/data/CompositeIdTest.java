package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.data.exceptions.DataAccessException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An id of several columns. */
class CompositeIdTest extends DataTest {
    @Test
    void rowsAreKnownByAllColumnsOfTheirId() {
        SeatRepository seats = bean(SeatRepository.class);
        seats.saveAll(List.of(
                new Seat(new SeatId("A", 1), null),
                new Seat(new SeatId("A", 2), null),
                new Seat(new SeatId("B", 1), null)));
        assertThat(seats.findByIdLine("A")).hasSize(2);
        seats.update(new Seat(new SeatId("A", 2), "Ada"));
        assertThat(seats.findById(new SeatId("A", 2)))
                .get()
                .extracting(Seat::guest)
                .isEqualTo("Ada");
        assertThatThrownBy(() -> seats.save(new Seat(new SeatId("B", 1), "twice")))
                .isInstanceOf(DataAccessException.class)
                .extracting(DataTest::sqlState)
                .isEqualTo("23505");
        seats.deleteById(new SeatId("A", 1));
        seats.deleteAll(List.of(new Seat(new SeatId("B", 1), null)));
        assertThat(seats.findAll()).extracting(Seat::id).containsExactly(new SeatId("A", 2));
    }
}
