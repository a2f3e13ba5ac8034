package dev.writelane.examples.boxoffice.domain;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /events} as it came, with anything missing. */
public record NewEvent(
        @Nullable String name,
        @Nullable String venue,
        @Nullable String startsAt,
        @Nullable Integer rows,
        @Nullable Integer seatsPerRow,
        @Nullable BigDecimal price) {

    private static final int MAX_SEATS = 100_000;

    /** Beyond these no database keeps what Java can count. */
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** What is left when everything is as it must be. */
    public record Checked(String name, String venue, Instant startsAt, int rows, int seatsPerRow, BigDecimal price) {

        /** All seats of the event, row by row. */
        public Stream<SeatLabel> seats() {
            return IntStream.range(0, rows)
                    .mapToObj(SeatLabel::rowName)
                    .flatMap(row ->
                            IntStream.rangeClosed(1, seatsPerRow).mapToObj(number -> new SeatLabel(row, number)));
        }
    }

    /** @throws Refused naming the first field that is wrong */
    public Checked check() {
        int rows = between("rows", this.rows, 0);
        int seatsPerRow = between("seatsPerRow", this.seatsPerRow, rows == 0 ? 0 : 1);
        if ((long) rows * seatsPerRow > MAX_SEATS) {
            throw Refused.invalid("rows * seatsPerRow is " + (long) rows * seatsPerRow + ": at most " + MAX_SEATS
                    + "; further seats can be imported");
        }
        if (price == null || !Price.isValid(price)) {
            throw Refused.invalid("price is " + (price == null ? "missing" : price) + ": " + Price.RULE);
        }
        return new Checked(
                Text.check("name", name),
                Text.check("venue", venue),
                time("startsAt", startsAt),
                rows,
                seatsPerRow,
                Price.cents(price));
    }

    private static Instant time(String field, @Nullable String value) {
        try {
            if (value != null) {
                Instant time = Instant.parse(value);
                if (!time.isBefore(EARLIEST) && !time.isAfter(LATEST)) {
                    return time;
                }
            }
        } catch (DateTimeParseException e) {
            // Refused like one that is out of range.
        }
        throw Refused.invalid(field + " is " + (value == null ? "missing" : "\"" + value + "\"")
                + ": a time such as \"2026-12-31T20:00:00Z\"");
    }

    private static int between(String field, @Nullable Integer value, int least) {
        if (value == null || value < least || value > MAX_SEATS) {
            throw Refused.invalid(field + " is " + (value == null ? "missing" : value) + ": a whole number from "
                    + least + " to " + MAX_SEATS);
        }
        return value;
    }
}
