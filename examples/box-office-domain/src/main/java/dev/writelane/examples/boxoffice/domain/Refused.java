package dev.writelane.examples.boxoffice.domain;

import java.util.List;

/** A request that cannot be granted, with the answer it gets. Thrown inside a transaction it rolls it back. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final transient ErrorBody body;

    private Refused(int status, ErrorBody body) {
        super(body.error());
        this.status = status;
        this.body = body;
    }

    public static Refused invalid(String error) {
        return new Refused(400, ErrorBody.of(error));
    }

    private static Refused notFound(String error) {
        return new Refused(404, ErrorBody.of(error));
    }

    public static Refused noEvent(long id) {
        return notFound("There is no event " + id + ".");
    }

    public static Refused noReservation(Object id) {
        return notFound("There is no reservation " + id + ".");
    }

    public static Refused noSeat(long eventId, SeatLabel label) {
        return invalid("seats: event " + eventId + " has no seat " + label);
    }

    /** Asked for lanes that a server has none of. */
    public static Refused noLanes() {
        return notFound(
                "There are no lanes to show: the database is a server. What it is doing, it tells itself (pg_stat_activity).");
    }

    /** A line of an import whose seat is in the event already, or was on an earlier line. */
    public static Refused alreadyThere(long eventId, SeatLine line) {
        return conflict("line " + line.line() + ": event " + eventId + " already has seat " + line.label());
    }

    private static Refused conflict(String error) {
        return new Refused(409, ErrorBody.of(error));
    }

    public static Refused taken(List<SeatLabel> seats) {
        List<String> labels = seats.stream().map(SeatLabel::toString).toList();
        return new Refused(409, new ErrorBody("Already taken: " + String.join(", ", labels), labels));
    }

    /** The status of the HTTP answer. */
    public int status() {
        return status;
    }

    public ErrorBody body() {
        return body;
    }
}
