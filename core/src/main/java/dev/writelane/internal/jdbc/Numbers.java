package dev.writelane.internal.jdbc;

import dev.writelane.internal.error.Errors;
import java.math.BigDecimal;
import java.sql.SQLDataException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads storage values as Java numbers. NULL reads as 0. A REAL loses its fraction when it is read as an integer, TEXT
 * is read if it is a decimal number, and what does not fit is an error, never a wrapped or clipped number: SQLState
 * 22003 for a number out of range, 22018 for what is no number.
 */
final class Numbers {
    /** One more than the digits that a long can have; above it no arithmetic is needed to know that it does not fit. */
    private static final int LONG_DIGITS = 19;

    private Numbers() {}

    static long toLong(@Nullable Object storage, Place place, int column) throws SQLException {
        if (storage instanceof Long number) {
            return number;
        }
        return integral(storage, Long.MIN_VALUE, Long.MAX_VALUE, "long", place, column);
    }

    static int toInt(@Nullable Object storage, Place place, int column) throws SQLException {
        return (int) integral(storage, Integer.MIN_VALUE, Integer.MAX_VALUE, "int", place, column);
    }

    static short toShort(@Nullable Object storage, Place place, int column) throws SQLException {
        return (short) integral(storage, Short.MIN_VALUE, Short.MAX_VALUE, "short", place, column);
    }

    static byte toByte(@Nullable Object storage, Place place, int column) throws SQLException {
        return (byte) integral(storage, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte", place, column);
    }

    static double toDouble(@Nullable Object storage, Place place, int column) throws SQLException {
        if (storage instanceof Double number) {
            return number;
        }
        if (storage instanceof Long number) {
            return number;
        }
        if (storage == null) {
            return 0;
        }
        double number = decimal(storage, "double", place, column).doubleValue();
        if (Double.isInfinite(number)) {
            throw outOfRange(storage, "double", place, column);
        }
        return number;
    }

    static float toFloat(@Nullable Object storage, Place place, int column) throws SQLException {
        double wide = toDouble(storage, place, column);
        float number = (float) wide;
        if (Float.isInfinite(number) && !Double.isInfinite(wide)) {
            throw outOfRange(storage, "float", place, column);
        }
        return number;
    }

    /** TEXT as a decimal number; everything else that comes here is no number. */
    static BigDecimal decimal(Object storage, String type, Place place, int column) throws SQLException {
        BigDecimal number = storage instanceof String text ? parse(text) : null;
        if (number == null) {
            throw Errors.data(
                    "22018",
                    place.place(column) + " holds " + Values.describe(storage) + ", which cannot be read as " + type
                            + ": read it with getString, getBytes or getObject, or convert it in the SQL with CAST");
        }
        return number;
    }

    /** The number that a text writes out in decimal, or null if it does not. */
    static @Nullable BigDecimal parse(String text) {
        String digits = text.strip();
        try {
            return digits.isEmpty() ? null : new BigDecimal(digits);
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    static SQLDataException outOfRange(@Nullable Object storage, String type, Place place, int column) {
        return Errors.data(
                "22003",
                place.place(column) + " holds " + Values.describe(storage) + ", which is out of range for " + type
                        + ": read it with a wider getter such as getLong, getDouble or getBigDecimal");
    }

    private static long integral(@Nullable Object storage, long min, long max, String type, Place place, int column)
            throws SQLException {
        long number;
        if (storage instanceof Long whole) {
            number = whole;
        } else if (storage == null) {
            return 0;
        } else if (storage instanceof Double real) {
            // 2^63 itself is a double and is no long; the comparisons also turn NaN away
            if (!(real >= -0x1p63 && real < 0x1p63)) {
                throw outOfRange(storage, type, place, column);
            }
            number = real.longValue();
        } else {
            number = truncate(storage, decimal(storage, type, place, column), type, place, column);
        }
        if (number < min || number > max) {
            throw outOfRange(storage, type, place, column);
        }
        return number;
    }

    private static long truncate(Object storage, BigDecimal number, String type, Place place, int column)
            throws SQLException {
        long digits = (long) number.precision() - number.scale();
        if (digits <= 0) {
            return 0; // below one; spares the arithmetic of an exponent such as E-999999999
        }
        if (digits <= LONG_DIGITS) {
            try {
                return number.toBigInteger().longValueExact();
            } catch (ArithmeticException tooLarge) {
                throw outOfRange(storage, type, place, column);
            }
        }
        throw outOfRange(storage, type, place, column);
    }
}
