package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** @Query with SQLite's own upsert, RETURNING and WITH, inside a transaction and outside. */
class OwnSqlTest extends DataTest {
    private StockRepository stock;

    @BeforeEach
    void fill() {
        stock = bean(StockRepository.class);
        stock.saveAll(List.of(new Stock("nails", 10), new Stock("screws", 5)));
    }

    private void work() {
        stock.add("nails", 5);
        stock.add("bolts", 1);
        assertThat(stock.total()).contains(21);
        assertThat(stock.take("nails", 15)).containsExactly(new Stock("nails", 0));
        assertThat(stock.take("screws", 6)).isEmpty();
        assertThat(stock.removeEmpty()).containsExactly("nails");
        assertThat(stock.count()).isEqualTo(2);
    }

    @Test
    void outsideOfATransaction() {
        work();
    }

    @Test
    void insideOfATransaction() {
        scope().transaction(() -> {
            work();
            return null;
        });
        assertThat(stock.total()).contains(6);
    }
}
