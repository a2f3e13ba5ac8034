package dev.writelane.micronaut.data;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** The types of java.time left to the connection, which stores each in its own form. */
@MappedEntity
record Clocks(
        @Id @GeneratedValue @Nullable Long id,

        @TypeDef(type = DataType.STRING, converter = IsoText.class) @Nullable
        LocalDateTime localDateTime,

        @TypeDef(type = DataType.STRING, converter = IsoText.class) @Nullable
        LocalTime localTime,

        @TypeDef(type = DataType.STRING, converter = IsoText.class) @Nullable
        OffsetDateTime offsetDateTime,

        @TypeDef(type = DataType.STRING, converter = IsoText.class) @Nullable
        OffsetTime offsetTime,

        @TypeDef(type = DataType.STRING, converter = IsoText.class) @Nullable
        ZonedDateTime zonedDateTime,

        @TypeDef(type = DataType.STRING, converter = IsoText.class) @Nullable
        Year year,

        @TypeDef(type = DataType.STRING, converter = IsoText.class) @Nullable
        YearMonth yearMonth,

        @TypeDef(type = DataType.STRING, converter = IsoText.class) @Nullable
        MonthDay monthDay) {}
