package dev.writelane.examples.boxoffice.domain;

import java.math.BigDecimal;
import java.util.List;

/** One page of an event's seats. */
public record SeatPage(List<SeatView> content, int page, int size, long total) {

    /** A seat as the outside sees it. */
    public record SeatView(String label, String row, int number, BigDecimal price, boolean free) {

        public static SeatView of(SeatLabel label, BigDecimal price, boolean free) {
            return new SeatView(label.toString(), label.row(), label.number(), Price.cents(price), free);
        }
    }
}
