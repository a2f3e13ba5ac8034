package dev.writelane.internal.jdbc;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Steps through the text of a date or time from left to right; java.time's formatters are ten times slower. */
final class MomentText {
    private final String text;
    private int at;

    MomentText(String text) {
        this.text = text;
    }

    @Nullable
    LocalDate date() {
        if (!digitAt(at + 3) || charAt(at + 4) != '-') {
            return null;
        }
        int year = number(4);
        expect('-');
        int month = number(2);
        expect('-');
        return LocalDate.of(year, month, number(2));
    }

    /** True if a time follows the date. */
    boolean skipSeparator() {
        char separator = charAt(at);
        if (separator != ' ' && separator != 'T' && separator != 't') {
            return false;
        }
        at++;
        return true;
    }

    LocalTime time() {
        int hour = number(2);
        expect(':');
        int minute = number(2);
        int second = 0;
        int nano = 0;
        if (charAt(at) == ':') {
            at++;
            second = number(2);
            if (charAt(at) == '.') {
                at++;
                nano = fraction();
            }
        }
        return LocalTime.of(hour, minute, second, nano);
    }

    @Nullable
    ZoneOffset zone() {
        if (charAt(at) == ' ') {
            at++;
        }
        char first = charAt(at);
        if (first == 'Z' || first == 'z') {
            at++;
            skipRegion();
            return ZoneOffset.UTC;
        }
        if (first != '+' && first != '-') {
            return null;
        }
        at++;
        int hours = number(2);
        int minutes = 0;
        int seconds = 0;
        if (charAt(at) == ':' || digitAt(at)) {
            minutes = offsetPart();
            if (charAt(at) == ':' || digitAt(at)) {
                seconds = offsetPart();
            }
        }
        skipRegion();
        int sign = first == '-' ? -1 : 1;
        return ZoneOffset.ofHoursMinutesSeconds(sign * hours, sign * minutes, sign * seconds);
    }

    void requireEnd() {
        if (at != text.length()) {
            throw unreadable();
        }
    }

    private int offsetPart() {
        if (charAt(at) == ':') {
            at++;
        }
        return number(2);
    }

    /** ZonedDateTime.toString appends {@code [Europe/Berlin]}; the offset before it already fixes the instant. */
    private void skipRegion() {
        if (charAt(at) == '[') {
            at = text.indexOf(']', at) + 1;
            if (at == 0) {
                throw unreadable();
            }
        }
    }

    private int fraction() {
        int start = at;
        int nano = 0;
        for (; digitAt(at); at++) {
            if (at - start < 9) {
                nano = nano * 10 + text.charAt(at) - '0';
            }
        }
        if (at == start) {
            throw unreadable();
        }
        for (int digits = at - start; digits < 9; digits++) {
            nano *= 10;
        }
        return nano;
    }

    private int number(int digits) {
        int value = 0;
        for (int end = at + digits; at < end; at++) {
            if (!digitAt(at)) {
                throw unreadable();
            }
            value = value * 10 + text.charAt(at) - '0';
        }
        return value;
    }

    private void expect(char expected) {
        if (charAt(at) != expected) {
            throw unreadable();
        }
        at++;
    }

    private boolean digitAt(int index) {
        char c = charAt(index);
        return c >= '0' && c <= '9';
    }

    private char charAt(int index) {
        return index < text.length() ? text.charAt(index) : '\0';
    }

    private DateTimeException unreadable() {
        return new Unreadable("unexpected text at position " + (at + 1));
    }
}
