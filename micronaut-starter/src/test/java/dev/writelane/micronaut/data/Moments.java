package dev.writelane.micronaut.data;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** The types of java.time that Micronaut Data maps by itself. */
@MappedEntity
record Moments(
        @Id @GeneratedValue @Nullable Long id,
        Instant instant,
        LocalDateTime localDateTime,
        LocalDate localDate,
        LocalTime localTime,
        OffsetDateTime offsetDateTime,
        ZonedDateTime zonedDateTime,
        Duration duration,
        Period period) {}
