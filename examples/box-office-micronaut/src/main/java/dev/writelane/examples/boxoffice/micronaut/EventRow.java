package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.examples.boxoffice.domain.EventView;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;

/** An event with the number of its seats, as the query gives it. */
@Introspected
record EventRow(long id, String name, String venue, Instant startsAt, int sold, int seats) {

    EventView view() {
        return new EventView(id, name, venue, startsAt, sold, seats);
    }
}
