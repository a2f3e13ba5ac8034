package dev.writelane.examples.boxoffice.rush;

/** What a customer may ask of the box office: one row of the result table each. */
enum Kind {
    SALE("sale"),
    CANCELLATION("cancellation"),
    EVENT("event"),
    SEAT_LIST("seat list"),
    EXPORT("export");

    private final String title;

    Kind(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
