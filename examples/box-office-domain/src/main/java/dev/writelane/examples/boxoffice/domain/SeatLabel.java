package dev.writelane.examples.boxoffice.domain;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a seat is named in its event: {@code A-1} is row A, number 1. */
public record SeatLabel(String row, int number) {

    private static final Pattern ROW = Pattern.compile("[A-Z]{1,8}");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,5}");
    private static final Pattern LABEL = Pattern.compile("(" + ROW + ")-(" + NUMBER + ")");

    public static Optional<SeatLabel> parse(String label) {
        Matcher matcher = LABEL.matcher(label);
        return matcher.matches()
                ? Optional.of(new SeatLabel(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    static boolean isRow(String text) {
        return ROW.matcher(text).matches();
    }

    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    /** The name of a row counted from 0: A to Z, then AA, AB and so on. */
    public static String rowName(int index) {
        String last = String.valueOf((char) ('A' + index % 26));
        return index < 26 ? last : rowName(index / 26 - 1) + last;
    }

    @Override
    public String toString() {
        return row + "-" + number;
    }
}
