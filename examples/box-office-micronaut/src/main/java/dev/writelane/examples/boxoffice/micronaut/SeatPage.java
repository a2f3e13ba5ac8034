package dev.writelane.examples.boxoffice.micronaut;

import io.micronaut.data.model.Page;
import io.micronaut.serde.annotation.Serdeable;
import java.math.BigDecimal;
import java.util.List;

/** One page of an event's seats. */
@Serdeable
record SeatPage(List<SeatView> content, int page, int size, long total) {

    /** A seat as the outside sees it. */
    @Serdeable
    record SeatView(String label, String row, int number, BigDecimal price, boolean free) {}

    static SeatPage of(Page<Seat> page) {
        return new SeatPage(
                page.getContent().stream().map(SeatPage::view).toList(),
                page.getPageNumber(),
                page.getSize(),
                page.getTotalSize());
    }

    private static SeatView view(Seat seat) {
        return new SeatView(
                seat.label().toString(), seat.rowName(), seat.number(), Price.cents(seat.price()), seat.isFree());
    }
}
