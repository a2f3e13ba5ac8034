package dev.writelane.start;

import java.util.UUID;

/** Why a request is refused; thrown inside a transaction it rolls it back. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;

    private Refused(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static Refused invalid(String message) {
        return new Refused(400, message);
    }

    static Refused noProduct(UUID id) {
        return new Refused(404, "there is no product " + id);
    }

    static Refused soldOut(int stock) {
        return new Refused(409, "only " + stock + " left");
    }

    int status() {
        return status;
    }

    ErrorBody body() {
        return new ErrorBody(String.valueOf(getMessage()));
    }
}
