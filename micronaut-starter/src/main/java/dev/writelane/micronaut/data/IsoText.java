package dev.writelane.micronaut.data;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.convert.ConversionContext;
import io.micronaut.data.model.runtime.convert.AttributeConverter;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAccessor;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a java.time value as its own ISO text, exactly: {@code @TypeDef(type = DataType.STRING, converter = IsoText.class)} on a
 * property of type LocalDateTime, LocalTime, OffsetDateTime, OffsetTime, ZonedDateTime, Year, YearMonth or MonthDay.
 *
 * <p>Without it Micronaut Data turns most of them into a moment in the JVM's default zone: a LocalTime becomes one of today, a
 * LocalDateTime in the hour that a change to summer time skips is shifted, offsets and zones are lost, and an OffsetTime, Year or
 * YearMonth cannot be stored. Texts of values with an offset sort as time only where all have the same one. Instant, LocalDate, Duration
 * and Period need no converter. Thread-safe.
 */
@Singleton
@Requires(classes = AttributeConverter.class)
public final class IsoText implements AttributeConverter<TemporalAccessor, String> {
    private static final Map<Class<?>, Function<String, TemporalAccessor>> PARSERS = Map.of(
            LocalDateTime.class, LocalDateTime::parse,
            LocalTime.class, LocalTime::parse,
            OffsetDateTime.class, OffsetDateTime::parse,
            OffsetTime.class, OffsetTime::parse,
            ZonedDateTime.class, ZonedDateTime::parse,
            Year.class, Year::parse,
            YearMonth.class, YearMonth::parse,
            MonthDay.class, MonthDay::parse);

    /** Made by Micronaut. */
    public IsoText() {}

    @Override
    public @Nullable String convertToPersistedValue(@Nullable TemporalAccessor value, ConversionContext context) {
        return value == null ? null : value.toString();
    }

    @Override
    public @Nullable TemporalAccessor convertToEntityValue(@Nullable String text, ConversionContext context) {
        if (text == null) {
            return null;
        }
        Class<?> type = context instanceof ArgumentConversionContext<?> of
                ? of.getArgument().getType()
                : Object.class;
        Function<String, TemporalAccessor> parser = PARSERS.get(type);
        if (parser == null) {
            throw new IllegalArgumentException(
                    "IsoText cannot read a " + type.getName() + ": it is for " + PARSERS.keySet());
        }
        try {
            return parser.apply(text.replace(' ', 'T')); // as SQLite's own functions write it
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "The TEXT '" + text + "' is no " + type.getName() + ": " + e.getMessage(), e);
        }
    }
}
