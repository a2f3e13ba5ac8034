package dev.writelane.examples.boxoffice.rush;

/** Why the demo cannot go on, in words for who started it. */
final class DemoFailure extends Exception {
    private static final long serialVersionUID = 1L;

    DemoFailure(String message) {
        super(message);
    }
}
