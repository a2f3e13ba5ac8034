package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.examples.boxoffice.domain.NewReservation;
import dev.writelane.examples.boxoffice.domain.Refused;
import dev.writelane.examples.boxoffice.domain.Ticket;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.UUID;

/** Sales and cancellations over HTTP. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
class ReservationController {

    private final Reservations reservations;

    ReservationController(Reservations reservations) {
        this.reservations = reservations;
    }

    @Post("/events/{eventId}/reservations")
    HttpResponse<Ticket> reserve(long eventId, @Body NewReservation reservation) {
        return HttpResponse.created(reservations.reserve(eventId, reservation.check()));
    }

    @Delete("/reservations/{id}")
    @Status(HttpStatus.NO_CONTENT)
    void cancel(String id) {
        reservations.cancel(parse(id));
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
