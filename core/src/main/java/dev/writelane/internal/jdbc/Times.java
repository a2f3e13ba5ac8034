package dev.writelane.internal.jdbc;

import dev.writelane.internal.error.Errors;
import java.sql.Date;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * Writes dates and times as text that SQLite's own functions understand, and reads every form that is common in SQLite
 * files.
 *
 * <h2>Written</h2>
 * <table>
 * <caption>One form for each type</caption>
 * <tr><th>Java</th><th>TEXT</th></tr>
 * <tr><td>LocalDate, java.sql.Date</td><td>{@code 2026-03-29}</td></tr>
 * <tr><td>LocalTime, java.sql.Time</td><td>{@code 02:30:00} and a fraction if there is one</td></tr>
 * <tr><td>LocalDateTime</td><td>{@code 2026-03-29 02:30:00} and a fraction if there is one; no zone</td></tr>
 * <tr><td>Instant, Timestamp, java.util.Date, Calendar</td><td>{@code 2026-03-29 00:30:00.000000000Z}, in UTC</td></tr>
 * <tr><td>OffsetDateTime, ZonedDateTime</td><td>{@code 2026-03-29 02:30:00.000000000+02:00}, the offset kept</td></tr>
 * <tr><td>OffsetTime</td><td>{@code 02:30:00+02:00}</td></tr>
 * </table>
 *
 * <p>The nine digits make the order of the text the order of time. A column sorts right as long as its values have one
 * offset; Instant and an OffsetDateTime in UTC are the same text. {@code CURRENT_TIMESTAMP} is UTC to the second, and
 * compares rightly with the UTC form: it is a prefix of every instant of its second. The years 0 to 9999 can be
 * written, as in SQLite; others are refused (SQLState 22008).
 *
 * <h2>Read</h2>
 * <ul>
 * <li>TEXT as above, with a blank or a T, with or without seconds, fraction, zone; a date alone is its midnight.
 * <li>INTEGER: milliseconds since 1970 (what sqlite-jdbc writes for java.util.Date and its children); so is TEXT of
 * nine and more digits, which is such a number in a TEXT column.
 * <li>REAL: a Julian day in UTC.
 * </ul>
 *
 * <p>Text without a zone is a wall clock for LocalDateTime and Timestamp: what was written is what is read, in
 * LocalDateTime even in the hour that a DST change skips. For Instant, OffsetDateTime and ZonedDateTime it is UTC,
 * SQLite's documented convention. A value that has a zone (INTEGER and REAL have: UTC) is converted to the JVM's
 * default zone for LocalDate, LocalTime, LocalDateTime and the types of java.sql. A Calendar replaces the default zone
 * in both cases. Before 1901 java.sql's calendar differs from java.time's: write and read such dates as one type.
 */
final class Times {
    private static final int MAX_YEAR = 9999;
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Times() {}

    // ---- to storage

    static String text(LocalDate value, int parameter) throws SQLException {
        return append(new StringBuilder(10), value, parameter).toString();
    }

    static String text(LocalTime value) {
        return appendFraction(append(new StringBuilder(18), value), value.getNano())
                .toString();
    }

    static String text(LocalDateTime value, int parameter) throws SQLException {
        StringBuilder text =
                append(new StringBuilder(29), value.toLocalDate(), parameter).append(' ');
        return appendFraction(append(text, value.toLocalTime()), value.getNano())
                .toString();
    }

    static String text(OffsetTime value) {
        return text(value.toLocalTime()) + value.getOffset().getId();
    }

    static String text(Instant value, int parameter) throws SQLException {
        if (value.isBefore(FIRST) || value.isAfter(LAST)) {
            throw yearOutOfRange(parameter); // Instant.MAX has no date in java.time either
        }
        return text(value.atOffset(ZoneOffset.UTC), parameter);
    }

    static String text(OffsetDateTime value, int parameter) throws SQLException {
        StringBuilder text =
                append(new StringBuilder(35), value.toLocalDate(), parameter).append(' ');
        append(text, value.toLocalTime()).append('.');
        appendDigits(text, value.getNano(), 9);
        return text.append(value.getOffset().getId()).toString();
    }

    /** In UTC; in the default zone if only there the year has four digits, for the sake of "9999-12-31 23:59:59". */
    static String text(Timestamp value, int parameter) throws SQLException {
        OffsetDateTime utc = value.toInstant().atOffset(ZoneOffset.UTC);
        if (utc.getYear() > MAX_YEAR) {
            OffsetDateTime local = utc.atZoneSameInstant(ZoneId.systemDefault()).toOffsetDateTime();
            return text(local, parameter);
        }
        return text(utc, parameter);
    }

    static String text(Date value, @Nullable Calendar calendar, int parameter) throws SQLException {
        return text(clock(value.getTime(), calendar).toLocalDate(), parameter);
    }

    static String text(Time value, @Nullable Calendar calendar) {
        return text(clock(value.getTime(), calendar).toLocalTime());
    }

    // ---- from storage

    static @Nullable LocalDate toLocalDate(@Nullable Object storage, Place place, int column) throws SQLException {
        return read(storage, LocalDate.class, place, column, Moment::localDate);
    }

    static @Nullable LocalTime toLocalTime(@Nullable Object storage, Place place, int column) throws SQLException {
        return read(storage, LocalTime.class, place, column, Moment::localTime);
    }

    static @Nullable LocalDateTime toLocalDateTime(@Nullable Object storage, Place place, int column)
            throws SQLException {
        return read(storage, LocalDateTime.class, place, column, Moment::localDateTime);
    }

    static @Nullable Instant toInstant(@Nullable Object storage, Place place, int column) throws SQLException {
        return read(storage, Instant.class, place, column, Moment::instant);
    }

    static @Nullable OffsetDateTime toOffsetDateTime(@Nullable Object storage, Place place, int column)
            throws SQLException {
        return read(storage, OffsetDateTime.class, place, column, Moment::offsetDateTime);
    }

    static @Nullable OffsetTime toOffsetTime(@Nullable Object storage, Place place, int column) throws SQLException {
        return read(storage, OffsetTime.class, place, column, moment -> {
            moment.localTime(); // says so if there is none
            return moment.offsetDateTime().toOffsetTime();
        });
    }

    static @Nullable Timestamp toTimestamp(
            @Nullable Object storage, @Nullable Calendar calendar, Place place, int column) throws SQLException {
        return read(storage, Timestamp.class, place, column, moment -> {
            if (moment.zone() != null && moment.date() != null) {
                return Timestamp.from(moment.instant());
            }
            LocalDateTime clock = moment.localDateTime();
            if (calendar == null) {
                return Timestamp.valueOf(clock);
            }
            Timestamp timestamp = new Timestamp(millis(clock, calendar));
            timestamp.setNanos(clock.getNano());
            return timestamp;
        });
    }

    static @Nullable Date toDate(@Nullable Object storage, @Nullable Calendar calendar, Place place, int column)
            throws SQLException {
        return read(storage, Date.class, place, column, moment -> {
            LocalDate date =
                    clock(moment, calendar, moment.localDate().atStartOfDay()).toLocalDate();
            return calendar == null ? Date.valueOf(date) : new Date(millis(date.atStartOfDay(), calendar));
        });
    }

    /** Keeps milliseconds, which {@link Time#valueOf(LocalTime)} drops. */
    static @Nullable Time toTime(@Nullable Object storage, @Nullable Calendar calendar, Place place, int column)
            throws SQLException {
        return read(storage, Time.class, place, column, moment -> {
            LocalTime time = clock(moment, calendar, moment.localTime().atDate(Moment.EPOCH_DAY))
                    .toLocalTime();
            LocalDateTime clock = time.atDate(Moment.EPOCH_DAY);
            return new Time(calendar == null ? Timestamp.valueOf(clock).getTime() : millis(clock, calendar));
        });
    }

    /** What the clock of the calendar, or of the default zone, shows at this moment. */
    private static LocalDateTime clock(Moment moment, @Nullable Calendar calendar, LocalDateTime otherwise) {
        return calendar == null || moment.zone() == null || moment.date() == null
                ? otherwise
                : clock(moment.instant().toEpochMilli(), calendar);
    }

    private static LocalDateTime clock(long epochMillis, @Nullable Calendar calendar) {
        if (calendar == null) {
            return Moment.inDefaultZone(Instant.ofEpochMilli(epochMillis));
        }
        Calendar clock = (Calendar) calendar.clone(); // the caller's own calendar stays as it is
        clock.setTimeInMillis(epochMillis);
        return LocalDateTime.of(
                clock.get(Calendar.YEAR),
                clock.get(Calendar.MONTH) + 1,
                clock.get(Calendar.DAY_OF_MONTH),
                clock.get(Calendar.HOUR_OF_DAY),
                clock.get(Calendar.MINUTE),
                clock.get(Calendar.SECOND),
                clock.get(Calendar.MILLISECOND) * 1_000_000);
    }

    private static long millis(LocalDateTime time, Calendar calendar) {
        Calendar clock = (Calendar) calendar.clone();
        clock.clear();
        clock.set(
                time.getYear(),
                time.getMonthValue() - 1,
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond());
        return clock.getTimeInMillis() + time.getNano() / 1_000_000;
    }

    private interface Reading<T> {
        T of(Moment moment);
    }

    private static <T> @Nullable T read(
            @Nullable Object storage, Class<T> type, Place place, int column, Reading<T> reading) throws SQLException {
        if (storage == null) {
            return null;
        }
        try {
            if (storage instanceof String text) {
                return reading.of(Moment.ofText(text));
            }
            if (storage instanceof Long number) {
                return reading.of(Moment.ofInteger(number));
            }
            if (storage instanceof Double number) {
                return reading.of(Moment.ofReal(number));
            }
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException cause) {
            throw unreadable(storage, type, place, column, cause);
        }
        throw unreadable(storage, type, place, column, null);
    }

    private static SQLDataException unreadable(
            Object storage, Class<?> type, Place place, int column, @Nullable Exception cause) {
        return Errors.data(
                "22007",
                place.place(column) + " holds " + Values.describe(storage) + ", which cannot be read as "
                        + type.getSimpleName() + Unreadable.reason(cause)
                        + ": expected text such as 2026-03-29, 14:30:00, 2026-03-29 14:30:00[.123][Z|+02:00],"
                        + " INTEGER milliseconds since 1970, or a REAL Julian day");
    }

    // ---- the digits

    private static StringBuilder append(StringBuilder text, LocalDate date, int parameter) throws SQLException {
        if (date.getYear() < 0 || date.getYear() > MAX_YEAR) {
            throw yearOutOfRange(parameter);
        }
        appendDigits(text, date.getYear(), 4).append('-');
        appendDigits(text, date.getMonthValue(), 2).append('-');
        return appendDigits(text, date.getDayOfMonth(), 2);
    }

    private static StringBuilder append(StringBuilder text, LocalTime time) {
        appendDigits(text, time.getHour(), 2).append(':');
        appendDigits(text, time.getMinute(), 2).append(':');
        return appendDigits(text, time.getSecond(), 2);
    }

    private static StringBuilder appendFraction(StringBuilder text, int nano) {
        if (nano != 0) {
            appendDigits(text.append('.'), nano, 9);
            int end = text.length();
            while (text.charAt(end - 1) == '0') {
                end--;
            }
            text.setLength(end);
        }
        return text;
    }

    private static StringBuilder appendDigits(StringBuilder text, int number, int width) {
        int start = text.length();
        text.setLength(start + width);
        int rest = number;
        for (int at = start + width - 1; at >= start; at--) {
            text.setCharAt(at, (char) ('0' + rest % 10));
            rest /= 10;
        }
        return text;
    }

    private static SQLDataException yearOutOfRange(int parameter) {
        return Errors.data(
                "22008",
                Place.PARAMETER.place(parameter)
                        + " has another year, and dates in SQLite have the years 0 to 9999: use null or a date within these years");
    }
}
