package dev.writelane.examples.boxoffice.rush;

/** An answer that the contract of the box office does not allow. */
final class WrongAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    WrongAnswer(String message) {
        super(message);
    }
}
