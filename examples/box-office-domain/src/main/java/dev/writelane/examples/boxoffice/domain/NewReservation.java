package dev.writelane.examples.boxoffice.domain;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /events/{id}/reservations} as it came, with anything missing. */
public record NewReservation(
        @Nullable String customer, @Nullable List<@Nullable String> seats) {

    private static final int MAX_SEATS = 100;

    /** What is left when everything is as it must be; each seat once, in the order asked for. */
    public record Checked(String customer, List<SeatLabel> seats) {}

    /** @throws Refused naming what is wrong */
    public Checked check() {
        if (seats == null || seats.isEmpty()) {
            throw Refused.invalid("seats is missing or empty: a list of labels such as [\"A-1\", \"A-2\"]");
        }
        if (seats.size() > MAX_SEATS) {
            throw Refused.invalid("seats has " + seats.size() + " entries: at most " + MAX_SEATS);
        }
        Set<SeatLabel> labels = new LinkedHashSet<>();
        for (String seat : seats) {
            SeatLabel label = SeatLabel.parse(seat == null ? "" : seat)
                    .orElseThrow(
                            () -> Refused.invalid("seats: \"" + seat + "\" is no seat; it is ROW-NUMBER, as in A-1"));
            if (!labels.add(label)) {
                throw Refused.invalid("seats: " + label + " is there twice");
            }
        }
        return new Checked(Text.check("customer", customer), List.copyOf(labels));
    }
}
