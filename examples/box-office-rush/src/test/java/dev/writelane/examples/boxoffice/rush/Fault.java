package dev.writelane.examples.boxoffice.rush;

/** What a {@link FakeBoxOffice} does wrong, now and then. */
enum Fault {
    NONE,
    /** Sells seats that are taken. */
    DOUBLE_SALE,
    /** Does not count a sale. */
    LOST_COUNTER,
    /** Acknowledges a sale and rolls it back. */
    LOST_RESERVATION,
    /** Commits a sale and says that the seats were taken. */
    UNACKNOWLEDGED_ROW,
    /** Acknowledges a cancellation and does nothing. */
    LOST_CANCELLATION,
    /** Stores another total than it prints on the ticket. */
    WRONG_TOTAL,
    /** Answers 500 and changes nothing. */
    SERVER_ERROR,
    /** Commits a sale and cuts the connection before it answers. */
    CUT_CONNECTION,
    /** Reads an export in two transactions. */
    TORN_EXPORT,
    /** Answers rightly, and 1.5 s later. */
    LATE_ANSWER
}
