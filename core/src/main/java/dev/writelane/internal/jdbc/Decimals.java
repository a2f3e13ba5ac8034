package dev.writelane.internal.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps decimal numbers exact in a store that has none. SQLite knows 64-bit integers and doubles; a BigDecimal becomes
 * one of them when its value survives, so that it sorts and compares as a number, and TEXT when it would not, so that
 * no digit is lost.
 *
 * <p>SQLite has the last word: a column of NUMERIC affinity, such as {@code DECIMAL(30,10)}, turns number-like TEXT
 * into a double. Numbers of more than 15 digits that are neither 64-bit integers nor doubles need a TEXT column.
 */
final class Decimals {
    /** Says that a column declares no scale. */
    static final int NO_SCALE = -1;

    /** More zeros than these are never written out: an exponent of a few characters could fill the memory. */
    private static final int MAX_ZEROS = 1000;

    private Decimals() {}

    static Object toStorage(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : toStorage(new BigDecimal(value));
    }

    static Object toStorage(BigDecimal value) {
        if (value.signum() == 0) {
            return 0L;
        }
        long digitsBeforeThePoint = (long) value.precision() - value.scale();
        if (digitsBeforeThePoint > 0 && digitsBeforeThePoint <= 19) {
            try {
                return value.longValueExact();
            } catch (ArithmeticException fractionOrTooLarge) {
                // goes on as a double or as text
            }
        }
        double real = value.doubleValue();
        if (!Double.isInfinite(real) && BigDecimal.valueOf(real).compareTo(value) == 0) {
            return real;
        }
        return Math.abs((long) value.scale()) <= MAX_ZEROS ? value.toPlainString() : value.toString();
    }

    /**
     * Reads a storage value exactly.
     *
     * @param scale the scale that the column declares, or {@link #NO_SCALE}. It adds zeros and never takes digits away.
     */
    static @Nullable BigDecimal toBigDecimal(@Nullable Object storage, int scale, Place place, int column)
            throws SQLException {
        if (storage == null) {
            return null;
        }
        BigDecimal value;
        if (storage instanceof Long whole) {
            value = BigDecimal.valueOf(whole);
        } else if (storage instanceof Double real) {
            if (real.isInfinite() || real.isNaN()) {
                throw Numbers.outOfRange(storage, "BigDecimal", place, column);
            }
            value = BigDecimal.valueOf(real);
        } else {
            value = Numbers.decimal(storage, "BigDecimal", place, column);
        }
        return scale == NO_SCALE || scale == value.scale() ? value : padded(value, scale);
    }

    /** The same with exactly this scale, rounded half up: what the deprecated getter with a scale promises. */
    static @Nullable BigDecimal rounded(@Nullable BigDecimal value, int scale) {
        return value == null ? null : value.setScale(scale, RoundingMode.HALF_UP);
    }

    static @Nullable BigInteger toBigInteger(@Nullable Object storage, Place place, int column) throws SQLException {
        BigDecimal value = toBigDecimal(storage, NO_SCALE, place, column);
        if (value == null) {
            return null;
        }
        if (value.scale() < -MAX_ZEROS) {
            throw Numbers.outOfRange(storage, "BigInteger", place, column);
        }
        return (long) value.precision() - value.scale() <= 0 ? BigInteger.ZERO : value.toBigInteger();
    }

    private static BigDecimal padded(BigDecimal value, int scale) {
        if (value.scale() < scale) {
            return value.scale() < -MAX_ZEROS ? value : value.setScale(scale);
        }
        BigDecimal shortest = value.stripTrailingZeros();
        return shortest.scale() <= scale && shortest.scale() >= -MAX_ZEROS ? shortest.setScale(scale) : shortest;
    }
}
