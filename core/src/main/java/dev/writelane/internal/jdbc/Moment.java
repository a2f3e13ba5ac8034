package dev.writelane.internal.jdbc;

import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import org.jspecify.annotations.Nullable;

/**
 * A date, a time of day, or both, with or without a zone, as one storage value states it.
 *
 * @param zone the offset from UTC that the value itself states; null if it states none
 */
record Moment(
        @Nullable LocalDate date,
        @Nullable LocalTime time,
        @Nullable ZoneOffset zone) {
    /** The day of a value that has only a time: the one that java.sql.Time is defined on. */
    static final LocalDate EPOCH_DAY = LocalDate.EPOCH;

    /** SQLite's own limit of a Julian day: the end of the year 9999. */
    private static final double MAX_JULIAN_DAY = 5_373_484.5;

    private static final double JULIAN_DAY_OF_EPOCH = 2_440_587.5;
    private static final double MILLIS_OF_DAY = 86_400_000;

    /** Fewer digits may be a year, a day or a julian day. */
    private static final int MIN_DIGITS_OF_MILLIS = 9;

    /** From here on java.sql and java.time agree: both calendars are Gregorian, and time zones are by the hour. */
    private static final Instant YEAR_1901 = Instant.parse("1901-01-01T00:00:00Z");

    static Moment of(Instant instant) {
        LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        return new Moment(utc.toLocalDate(), utc.toLocalTime(), ZoneOffset.UTC);
    }

    /** INTEGER: milliseconds since 1970 in UTC, which the stock driver writes for java.util.Date and its children. */
    static Moment ofInteger(long epochMillis) {
        return of(Instant.ofEpochMilli(epochMillis));
    }

    /** REAL: a Julian day. No Julian day that SQLite knows is that large: milliseconds in a column of REAL affinity. */
    static Moment ofReal(double real) {
        if (!(Math.abs(real) < 0x1p62)) {
            throw new Unreadable("out of range");
        }
        boolean julian = real >= 0 && real <= MAX_JULIAN_DAY;
        return ofInteger(Math.round(julian ? (real - JULIAN_DAY_OF_EPOCH) * MILLIS_OF_DAY : real));
    }

    /**
     * TEXT: {@code yyyy-MM-dd}, {@code HH:mm[:ss[.fraction]]}, or both with a blank or a T between them, and then
     * perhaps Z or an offset, and then perhaps a region in brackets, which adds nothing to the offset. Digits alone are milliseconds since 1970.
     *
     * @throws DateTimeException if the text is none of these
     */
    static Moment ofText(String stored) {
        String text = stored.strip();
        if (isMillis(text)) {
            return ofInteger(Long.parseLong(text));
        }
        MomentText cursor = new MomentText(text);
        LocalDate date = cursor.date();
        LocalTime time = date == null || cursor.skipSeparator() ? cursor.time() : null;
        ZoneOffset zone = time == null ? null : cursor.zone();
        cursor.requireEnd();
        return new Moment(date, time, zone);
    }

    private static boolean isMillis(String text) {
        int sign = text.startsWith("-") ? 1 : 0;
        int digits = text.length() - sign;
        return digits >= MIN_DIGITS_OF_MILLIS
                && digits <= 18
                && text.chars().skip(sign).allMatch(c -> c >= '0' && c <= '9');
    }

    /** The point in time; a value without a zone is in UTC, as in SQLite's own functions. */
    Instant instant() {
        return offsetDateTime().toInstant();
    }

    OffsetDateTime offsetDateTime() {
        return written().atOffset(zone == null ? ZoneOffset.UTC : zone);
    }

    /** The wall clock: as written if there is no zone, else what java.sql.Timestamp shows in the JVM's zone. */
    LocalDateTime localDateTime() {
        return zone == null || date == null ? written() : inDefaultZone(instant());
    }

    LocalDate localDate() {
        return date == null
                ? missing("date")
                : zone == null ? date : localDateTime().toLocalDate();
    }

    LocalTime localTime() {
        return time == null ? missing("time") : localDateTime().toLocalTime();
    }

    private LocalDateTime written() {
        return LocalDateTime.of(date == null ? EPOCH_DAY : date, time == null ? LocalTime.MIDNIGHT : time);
    }

    private static <T> T missing(String part) {
        throw new Unreadable("it has no " + part);
    }

    /**
     * Before 1901 java.sql follows the Julian calendar (to 1582) and knows no local mean time. What is read here was
     * mostly written through java.sql.Timestamp, so its arithmetic gives back the date that was meant.
     */
    static LocalDateTime inDefaultZone(Instant instant) {
        if (instant.isAfter(YEAR_1901)) {
            return LocalDateTime.ofInstant(instant, ZoneId.systemDefault());
        }
        GregorianCalendar calendar = new GregorianCalendar();
        calendar.setTimeInMillis(instant.toEpochMilli());
        return calendar.get(Calendar.ERA) == GregorianCalendar.AD
                ? Timestamp.from(instant).toLocalDateTime()
                : LocalDateTime.ofInstant(instant, ZoneId.systemDefault());
    }
}
