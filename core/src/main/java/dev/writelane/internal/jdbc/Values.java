package dev.writelane.internal.jdbc;

import dev.writelane.internal.error.Errors;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Currency;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Turns Java values into the values that SQLite stores: Long, Double, String, byte[] and null. {@link TypedValues} is
 * the way back.
 *
 * <p>The rules, beside the obvious ones:
 *
 * <ul>
 * <li>Boolean is 1 or 0. Float becomes the double of the same decimal text, so 0.1f equals 0.1 in SQL.
 * <li>NaN is refused (SQLState 22023), because SQLite would store NULL. The infinities are stored.
 * <li>BigDecimal and BigInteger: see {@link Decimals}. Dates and times: see {@link Times}.
 * <li>UUID is its 36 characters, an enum its name, a Locale its language tag; Year, YearMonth, MonthDay, Duration,
 * Period, ZoneId, Currency, URL and URI are their own text.
 * <li>Blob, Clob and SQLXML are read at once; a stream or reader needs the setter made for it.
 * <li>Everything else is refused (SQLState 07006), never stored as its toString.
 * </ul>
 */
public final class Values {

    private Values() {}

    /**
     * The storage value of a parameter.
     *
     * @param parameter its index from 1, for the message if the value is refused
     */
    public static @Nullable Object toStorage(@Nullable Object value, int parameter) throws SQLException {
        if (value == null || value instanceof String || value instanceof Long || value instanceof byte[]) {
            return value;
        }
        if (value instanceof Number number) {
            return ofNumber(number, parameter);
        }
        if (value instanceof Boolean truth) {
            return truth ? 1L : 0L;
        }
        if (value instanceof UUID || value instanceof CharSequence || value instanceof Character) {
            return value.toString();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        Object stored = ofTime(value, parameter);
        if (stored == null) {
            stored = ofContent(value);
        }
        if (stored == null) {
            throw unsupported(value, parameter);
        }
        return stored;
    }

    /** The text of a storage value: as SQLite's own CAST AS TEXT, but a REAL with all digits that identify it. */
    static @Nullable String toText(@Nullable Object storage) {
        if (storage instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return storage == null ? null : storage.toString();
    }

    /** The bytes of a storage value: a BLOB as it is, else the UTF-8 of its text. */
    static byte @Nullable [] toBytes(@Nullable Object storage) {
        if (storage instanceof byte[] bytes) {
            return bytes;
        }
        return storage == null ? null : storage.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A number other than zero is true; so are the texts true, yes, on, t, y, and false, no, off, f, n are false. */
    static boolean toBoolean(@Nullable Object storage, Place place, int column) throws SQLException {
        if (storage instanceof Long number) {
            return number != 0;
        }
        if (storage instanceof Double number) {
            return number != 0;
        }
        if (storage == null) {
            return false;
        }
        if (storage instanceof String text) {
            switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "true", "t", "yes", "y", "on":
                    return true;
                case "false", "f", "no", "n", "off":
                    return false;
                default:
                    break;
            }
        }
        return Numbers.decimal(storage, "boolean", place, column).signum() != 0;
    }

    /** What a storage value is, in the words of an error message: never the value itself, because errors end in logs. */
    static String describe(@Nullable Object storage) {
        if (storage instanceof String text) {
            return "TEXT of " + text.length() + " characters";
        }
        if (storage instanceof byte[] bytes) {
            return "a BLOB of " + bytes.length + " bytes";
        }
        return storage == null ? "NULL" : storage instanceof Long ? "an INTEGER" : "a REAL";
    }

    private static Object ofNumber(Number number, int parameter) throws SQLException {
        if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        }
        if (number instanceof Double real) {
            return notNaN(real, parameter);
        }
        if (number instanceof Float real) {
            return notNaN(widen(real), parameter);
        }
        if (number instanceof BigDecimal decimal) {
            return Decimals.toStorage(decimal);
        }
        if (number instanceof BigInteger integer) {
            return Decimals.toStorage(integer);
        }
        if (number instanceof java.util.concurrent.atomic.AtomicInteger
                || number instanceof java.util.concurrent.atomic.AtomicLong) {
            return number.longValue();
        }
        throw unsupported(number, parameter);
    }

    private static Double notNaN(double real, int parameter) throws SQLException {
        if (Double.isNaN(real)) {
            throw Errors.data(
                    "22023",
                    Place.PARAMETER.place(parameter)
                            + " is NaN, which SQLite would store as NULL: pass null if that is meant");
        }
        return real;
    }

    /** 0.1f as 0.1, not as 0.10000000149; the exact double where the decimal text would not lead back to the float. */
    static double widen(float real) {
        double decimal = Float.isFinite(real) ? Double.parseDouble(Float.toString(real)) : real;
        return (float) decimal == real ? decimal : real;
    }

    private static @Nullable Object ofTime(Object value, int parameter) throws SQLException {
        if (value instanceof LocalDateTime time) {
            return Times.text(time, parameter);
        }
        if (value instanceof LocalDate date) {
            return Times.text(date, parameter);
        }
        if (value instanceof Instant instant) {
            return Times.text(instant, parameter);
        }
        if (value instanceof OffsetDateTime time) {
            return Times.text(time, parameter);
        }
        if (value instanceof ZonedDateTime time) {
            return Times.text(time.toOffsetDateTime(), parameter);
        }
        if (value instanceof LocalTime time) {
            return Times.text(time);
        }
        if (value instanceof OffsetTime time) {
            return Times.text(time);
        }
        if (value instanceof java.util.Date date) {
            return ofDate(date, parameter);
        }
        if (value instanceof Calendar calendar) {
            return Times.text(calendar.toInstant(), parameter);
        }
        if (value instanceof Year
                || value instanceof YearMonth
                || value instanceof MonthDay
                || value instanceof Duration
                || value instanceof Period
                || value instanceof ZoneId) {
            return value.toString();
        }
        return null;
    }

    private static String ofDate(java.util.Date date, int parameter) throws SQLException {
        if (date instanceof Timestamp timestamp) {
            return Times.text(timestamp, parameter);
        }
        if (date instanceof java.sql.Date day) {
            return Times.text(day, null, parameter);
        }
        if (date instanceof java.sql.Time time) {
            return Times.text(time, null);
        }
        return Times.text(Instant.ofEpochMilli(date.getTime()), parameter);
    }

    private static @Nullable Object ofContent(Object value) throws SQLException {
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes); // the caller's position stays
            return bytes;
        }
        if (value instanceof char[] chars) {
            return new String(chars);
        }
        if (value instanceof Blob blob) {
            return blob.getBytes(1, Math.toIntExact(blob.length()));
        }
        if (value instanceof Clob clob) {
            return clob.getSubString(1, Math.toIntExact(clob.length()));
        }
        if (value instanceof SQLXML xml) {
            return xml.getString();
        }
        if (value instanceof Locale locale) {
            return locale.toLanguageTag();
        }
        return value instanceof URL || value instanceof URI || value instanceof Currency ? value.toString() : null;
    }

    private static SQLDataException unsupported(Object value, int parameter) {
        return Errors.data(
                "07006",
                Place.PARAMETER.place(parameter) + " is a " + value.getClass().getName()
                        + ", which has no form in SQLite: pass a String, a number, a byte[], a java.time value, a UUID"
                        + " or an enum made from it");
    }
}
