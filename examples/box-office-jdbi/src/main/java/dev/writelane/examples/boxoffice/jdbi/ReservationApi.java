package dev.writelane.examples.boxoffice.jdbi;

import dev.writelane.examples.boxoffice.domain.NewReservation;
import dev.writelane.examples.boxoffice.domain.Refused;
import dev.writelane.examples.boxoffice.domain.Ticket;
import java.io.IOException;
import java.util.UUID;
import org.eclipse.jetty.http.HttpStatus;

/** Sales and cancellations over HTTP. */
final class ReservationApi {

    private final Reservations reservations;

    ReservationApi(Reservations reservations) {
        this.reservations = reservations;
    }

    void addTo(Router router) {
        router.on("POST", "/events/{event}/reservations", this::reserve);
        router.on("DELETE", "/reservations/{reservation}", this::cancel);
    }

    private Answer reserve(Call call) throws IOException {
        NewReservation.Checked wanted = call.json(NewReservation.class).check();
        Ticket ticket = reservations.reserve(call.event(), wanted);
        return Answer.json(HttpStatus.CREATED_201, ticket);
    }

    private Answer cancel(Call call) {
        reservations.cancel(parse(call.path("reservation")));
        return Answer.noContent();
    }

    /** What is no UUID is no reservation either. */
    private static UUID parse(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw Refused.noReservation(id);
        }
    }
}
