package dev.writelane.examples.boxoffice.domain;

import org.jspecify.annotations.Nullable;

/** Which seats are listed: all of them or only the free or the sold ones ({@code free}), one page of them. */
public record SeatQuery(@Nullable Boolean free, int page, int size) {

    private static final int LARGEST_PAGE = 1000;

    public static final int DEFAULT_SIZE = 50;

    /** Text, as a framework's own reading of a boolean may take everything but true for false. */
    public static SeatQuery check(@Nullable String free, int page, int size) {
        if (page < 0) {
            throw Refused.invalid("page is " + page + ": a whole number from 0");
        }
        if (size < 1 || size > LARGEST_PAGE) {
            throw Refused.invalid("size is " + size + ": a whole number from 1 to " + LARGEST_PAGE);
        }
        return new SeatQuery(wanted(free), page, size);
    }

    /** How many seats come before the page. */
    public long offset() {
        return (long) page * size;
    }

    private static @Nullable Boolean wanted(@Nullable String free) {
        if (free == null) {
            return null;
        }
        return switch (free) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw Refused.invalid("free is `" + free + "`: true, false, or left out for all seats");
        };
    }
}
