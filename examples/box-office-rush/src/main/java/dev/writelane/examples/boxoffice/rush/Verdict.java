package dev.writelane.examples.boxoffice.rush;

/** How one request ended, judged by its answer. */
enum Verdict {
    OK(false),
    /** 409 with the seats that are taken: the expected end of most collisions. */
    CONFLICT(false),
    SERVER_ERROR(true),
    /** An answer the contract does not allow: a wrong status, a wrong total, an export that is not one snapshot. */
    WRONG_ANSWER(true),
    /** The request may have reached the server and no whole answer came back: done or not done, nobody knows. */
    UNKNOWN(true),
    /** No connection was made, so the server cannot have done anything. */
    UNREACHABLE(true);

    private final boolean error;

    Verdict(boolean error) {
        this.error = error;
    }

    boolean isError() {
        return error;
    }
}
