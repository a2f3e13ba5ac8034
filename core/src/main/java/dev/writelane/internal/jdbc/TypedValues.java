package dev.writelane.internal.jdbc;

import dev.writelane.internal.error.Errors;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DateTimeException;
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
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a storage value as the Java type that the caller names: {@code getObject(column, Instant.class)}. Reads
 * everything that {@link Values} writes. NULL is null for every type.
 */
final class TypedValues {
    /** Reads a value that is not NULL. */
    private interface Reading {
        @Nullable
        Object of(Object storage, int scale, Place place, int column) throws SQLException;
    }

    private interface TextReading {
        Object of(String text);
    }

    private static final Map<Class<?>, Reading> READINGS = Map.ofEntries(
            Map.entry(Object.class, (v, scale, place, column) -> natural(v)),
            Map.entry(String.class, (v, scale, place, column) -> Values.toText(v)),
            Map.entry(CharSequence.class, (v, scale, place, column) -> Values.toText(v)),
            Map.entry(byte[].class, (v, scale, place, column) -> Values.toBytes(v)),
            Map.entry(Boolean.class, (v, scale, place, column) -> Values.toBoolean(v, place, column)),
            Map.entry(Byte.class, (v, scale, place, column) -> Numbers.toByte(v, place, column)),
            Map.entry(Short.class, (v, scale, place, column) -> Numbers.toShort(v, place, column)),
            Map.entry(Integer.class, (v, scale, place, column) -> Numbers.toInt(v, place, column)),
            Map.entry(Long.class, (v, scale, place, column) -> Numbers.toLong(v, place, column)),
            Map.entry(Float.class, (v, scale, place, column) -> Numbers.toFloat(v, place, column)),
            Map.entry(Double.class, (v, scale, place, column) -> Numbers.toDouble(v, place, column)),
            Map.entry(Number.class, (v, scale, place, column) -> number(v, scale, place, column)),
            Map.entry(BigDecimal.class, Decimals::toBigDecimal),
            Map.entry(BigInteger.class, (v, scale, place, column) -> Decimals.toBigInteger(v, place, column)),
            Map.entry(LocalDate.class, (v, scale, place, column) -> Times.toLocalDate(v, place, column)),
            Map.entry(LocalTime.class, (v, scale, place, column) -> Times.toLocalTime(v, place, column)),
            Map.entry(LocalDateTime.class, (v, scale, place, column) -> Times.toLocalDateTime(v, place, column)),
            Map.entry(Instant.class, (v, scale, place, column) -> Times.toInstant(v, place, column)),
            Map.entry(OffsetDateTime.class, (v, scale, place, column) -> Times.toOffsetDateTime(v, place, column)),
            Map.entry(OffsetTime.class, (v, scale, place, column) -> Times.toOffsetTime(v, place, column)),
            Map.entry(ZonedDateTime.class, (v, scale, place, column) -> zoned(v, place, column)),
            Map.entry(Timestamp.class, (v, scale, place, column) -> Times.toTimestamp(v, null, place, column)),
            Map.entry(java.sql.Date.class, (v, scale, place, column) -> Times.toDate(v, null, place, column)),
            Map.entry(Time.class, (v, scale, place, column) -> Times.toTime(v, null, place, column)),
            Map.entry(java.util.Date.class, (v, scale, place, column) -> date(v, place, column)),
            Map.entry(Year.class, parsed(Year.class, text -> Year.of(Integer.parseInt(text)))),
            Map.entry(YearMonth.class, parsed(YearMonth.class, YearMonth::parse)),
            Map.entry(MonthDay.class, parsed(MonthDay.class, MonthDay::parse)),
            Map.entry(Duration.class, parsed(Duration.class, Duration::parse)),
            Map.entry(Period.class, parsed(Period.class, Period::parse)),
            Map.entry(ZoneId.class, parsed(ZoneId.class, ZoneId::of)),
            Map.entry(Currency.class, parsed(Currency.class, Currency::getInstance)),
            Map.entry(Locale.class, parsed(Locale.class, Locale::forLanguageTag)),
            Map.entry(URI.class, parsed(URI.class, URI::create)),
            Map.entry(URL.class, parsed(URL.class, TypedValues::url)),
            Map.entry(Character.class, parsed(Character.class, TypedValues::character)),
            Map.entry(char[].class, parsed(char[].class, String::toCharArray)),
            Map.entry(UUID.class, (v, scale, place, column) -> uuid(v, place, column)),
            Map.entry(ByteBuffer.class, (v, scale, place, column) -> ByteBuffer.wrap(bytes(v))),
            Map.entry(InputStream.class, (v, scale, place, column) -> new ByteArrayInputStream(bytes(v))),
            Map.entry(Reader.class, (v, scale, place, column) -> new StringReader(text(v))),
            Map.entry(Blob.class, (v, scale, place, column) -> new MemoryBlob(bytes(v))),
            Map.entry(Clob.class, (v, scale, place, column) -> new MemoryClob(text(v))),
            Map.entry(NClob.class, (v, scale, place, column) -> new MemoryClob(text(v))));

    private static final Map<Class<?>, Class<?>> WRAPPERS = Map.of(
            boolean.class, Boolean.class,
            byte.class, Byte.class,
            short.class, Short.class,
            int.class, Integer.class,
            long.class, Long.class,
            float.class, Float.class,
            double.class, Double.class,
            char.class, Character.class);

    private TypedValues() {}

    /**
     * Reads a storage value as this type.
     *
     * @param scale the scale that the column declares, or {@link Decimals#NO_SCALE}; only BigDecimal takes notice
     * @throws SQLException SQLState 07006 if there is no such reading, of class 22 if this value has none
     */
    @SuppressWarnings("unchecked") // each entry of the map gives its own key's type; a primitive class its wrapper
    static <T> @Nullable T toType(@Nullable Object storage, Class<T> type, int scale, Place place, int column)
            throws SQLException {
        Class<?> reference = WRAPPERS.getOrDefault(type, type);
        Reading reading = READINGS.get(reference);
        if (reading == null && !reference.isEnum()) {
            throw Errors.data(
                    "07006",
                    place.place(column) + " cannot be read as " + type.getName()
                            + ": read it as String, byte[], a number or a java.time type and convert that");
        }
        if (storage == null) {
            return null;
        }
        return (T)
                (reading == null
                        ? constant(storage, reference, place, column)
                        : reading.of(storage, scale, place, column));
    }

    /** What the untyped getObject gives: INTEGER as Integer if it fits, else Long, as the stock driver does. */
    static @Nullable Object natural(@Nullable Object storage) {
        if (storage instanceof Long number && number.intValue() == number) {
            return number.intValue();
        }
        return storage;
    }

    private static @Nullable Object number(Object storage, int scale, Place place, int column) throws SQLException {
        return storage instanceof Number ? natural(storage) : Decimals.toBigDecimal(storage, scale, place, column);
    }

    private static @Nullable Object zoned(Object storage, Place place, int column) throws SQLException {
        OffsetDateTime time = Times.toOffsetDateTime(storage, place, column);
        return time == null ? null : time.toZonedDateTime();
    }

    private static @Nullable Object date(Object storage, Place place, int column) throws SQLException {
        Timestamp timestamp = Times.toTimestamp(storage, null, place, column);
        return timestamp == null ? null : new java.util.Date(timestamp.getTime());
    }

    private static Object constant(Object storage, Class<?> type, Place place, int column) throws SQLException {
        Object[] constants = type.getEnumConstants();
        String name = text(storage).strip();
        for (Object constant : constants) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        int ordinal = Numbers.parse(name) == null ? -1 : Numbers.toInt(storage, place, column);
        if (ordinal >= 0 && ordinal < constants.length) {
            return constants[ordinal];
        }
        throw unreadable(storage, type, place, column, null);
    }

    private static UUID uuid(Object storage, Place place, int column) throws SQLException {
        if (storage instanceof byte[] bytes && bytes.length == 16) {
            ByteBuffer halves = ByteBuffer.wrap(bytes);
            return new UUID(halves.getLong(), halves.getLong());
        }
        if (storage instanceof String text && text.strip().length() == 36) {
            try {
                return UUID.fromString(text.strip());
            } catch (IllegalArgumentException cause) {
                throw unreadable(storage, UUID.class, place, column, cause);
            }
        }
        throw unreadable(storage, UUID.class, place, column, null);
    }

    private static Character character(String text) {
        if (text.length() != 1) {
            throw new Unreadable("it is not one character");
        }
        return text.charAt(0);
    }

    private static URL url(String text) {
        try {
            return URI.create(text).toURL();
        } catch (MalformedURLException cause) {
            throw new IllegalArgumentException(cause);
        }
    }

    private static Reading parsed(Class<?> type, TextReading reading) {
        return (storage, scale, place, column) -> {
            try {
                return reading.of(text(storage));
            } catch (DateTimeException | IllegalArgumentException cause) {
                throw unreadable(storage, type, place, column, cause);
            }
        };
    }

    private static String text(Object storage) {
        return storage instanceof byte[] ? String.valueOf(Values.toText(storage)) : storage.toString();
    }

    private static byte[] bytes(Object storage) {
        byte[] bytes = Values.toBytes(storage);
        return bytes == null ? new byte[0] : bytes;
    }

    private static SQLDataException unreadable(
            Object storage, Class<?> type, Place place, int column, @Nullable Exception cause) {
        String expected = type.isEnum() ? ": expected the name or the ordinal of one of its constants" : "";
        return Errors.data(
                "22018",
                place.place(column) + " holds " + Values.describe(storage) + ", which cannot be read as "
                        + type.getName() + Unreadable.reason(cause) + expected);
    }
}
