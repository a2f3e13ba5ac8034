package dev.writelane.examples.boxoffice.rush;

import java.io.IOException;

/** A request without a whole answer: {@link #verdict} tells whether the server may have acted on it. */
final class Unanswered extends IOException {
    private static final long serialVersionUID = 1L;

    private final Verdict verdict;

    Unanswered(Verdict verdict, String message, Throwable cause) {
        super(message, cause);
        this.verdict = verdict;
    }

    Verdict verdict() {
        return verdict;
    }
}
