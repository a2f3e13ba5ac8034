package dev.writelane.examples.boxoffice.quarkus;

import dev.writelane.examples.boxoffice.domain.NewReservation;
import dev.writelane.examples.boxoffice.domain.Refused;
import dev.writelane.examples.boxoffice.domain.Ticket;
import io.smallrye.common.annotation.*;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Sales and cancellations over HTTP. */
@Path("/")
@RunOnVirtualThread
class ReservationResource {

    private final Reservations reservations;

    ReservationResource(Reservations reservations) {
        this.reservations = reservations;
    }

    @POST
    @Path("/events/{eventId}/reservations")
    @ResponseStatus(201)
    public Ticket reserve(long eventId, NewReservation reservation) {
        return reservations.reserve(eventId, reservation.check());
    }

    @DELETE
    @Path("/reservations/{id}")
    public void cancel(String id) {
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
