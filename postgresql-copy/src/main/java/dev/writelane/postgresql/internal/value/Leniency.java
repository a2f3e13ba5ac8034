package dev.writelane.postgresql.internal.value;

import java.time.DateTimeException;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;

/**
 * What was asked for, and is not done otherwise.
 *
 * @param asked whether the type was named for the column: then numbers become text, text bytes, integers moments
 * @param truncateTimes whether digits beyond microseconds, which PostgreSQL has no place for, are cut off
 */
public record Leniency(boolean asked, boolean truncateTimes) {
    public static final Leniency NONE = new Leniency(false, false);

    <T extends Temporal> T micros(T time) {
        long nanos = time.getLong(ChronoField.NANO_OF_SECOND);
        if (nanos % 1000 == 0) {
            return time;
        }
        if (!truncateTimes) {
            throw new DateTimeException("finer than a microsecond");
        }
        @SuppressWarnings("unchecked")
        T cut = (T) time.with(ChronoField.MICRO_OF_SECOND, nanos / 1000);
        return cut;
    }
}
