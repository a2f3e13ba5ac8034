package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.data.exceptions.DataAccessException;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A BigDecimal compares as a number, or is refused. */
class DecimalTest extends DataTest {
    private static final List<String> AMOUNTS =
            List.of("100", "9.5", "10.25", "-3", "0.1", "999999999999.999", "9007199254740993");

    private static Price price(String amount) {
        return new Price(null, new BigDecimal(amount));
    }

    @Test
    void amountsSortAndCompareAsNumbers() {
        PriceRepository prices = bean(PriceRepository.class);
        prices.saveAll(AMOUNTS.stream().map(DecimalTest::price).toList());
        assertThat(prices.findByAmountGreaterThanOrderByAmount(new BigDecimal("0.10")))
                .extracting(price -> price.amount().toPlainString())
                .containsExactlyElementsOf(Stream.of("9.5", "10.25", "100", "999999999999.999", "9007199254740993")
                        .toList());
        assertThat(prices.findByAmount(new BigDecimal("9.50"))).hasSize(1);
    }

    @Test
    void everyAmountComesBackWithItsValue() {
        PriceRepository prices = bean(PriceRepository.class);
        for (String amount : AMOUNTS) {
            Price saved = prices.save(price(amount));
            assertThat(prices.findById(saved.id()))
                    .get()
                    .extracting(Price::amount)
                    .satisfies(found -> assertThat(found).isEqualByComparingTo(amount));
        }
    }

    @Test
    void whatNoNumberOfSqliteHoldsExactlyIsRefused() {
        PriceRepository prices = bean(PriceRepository.class);
        assertThatThrownBy(() -> prices.save(price("0.12345678901234567890")))
                .isInstanceOf(DataAccessException.class)
                .extracting(DataTest::sqlState)
                .isEqualTo("23514");
        assertThat(prices.count()).isZero();
    }
}
