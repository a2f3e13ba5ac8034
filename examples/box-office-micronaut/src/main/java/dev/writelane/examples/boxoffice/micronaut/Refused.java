package dev.writelane.examples.boxoffice.micronaut;

import io.micronaut.http.HttpStatus;
import java.util.List;

/** A request that cannot be granted, with the answer it gets. Thrown inside a transaction it rolls it back. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final HttpStatus status;
    private final transient ErrorBody body;

    private Refused(HttpStatus status, ErrorBody body) {
        super(body.error());
        this.status = status;
        this.body = body;
    }

    static Refused invalid(String error) {
        return new Refused(HttpStatus.BAD_REQUEST, ErrorBody.of(error));
    }

    private static Refused notFound(String error) {
        return new Refused(HttpStatus.NOT_FOUND, ErrorBody.of(error));
    }

    static Refused noEvent(long id) {
        return notFound("There is no event " + id + ".");
    }

    static Refused noReservation(Object id) {
        return notFound("There is no reservation " + id + ".");
    }

    static Refused conflict(String error) {
        return new Refused(HttpStatus.CONFLICT, ErrorBody.of(error));
    }

    static Refused taken(List<String> labels) {
        return new Refused(HttpStatus.CONFLICT, new ErrorBody("Already taken: " + String.join(", ", labels), labels));
    }

    HttpStatus status() {
        return status;
    }

    ErrorBody body() {
        return body;
    }
}
