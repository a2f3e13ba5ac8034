package dev.writelane.micronaut.data;

import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import org.jspecify.annotations.Nullable;

/** Known by line and number together. */
@MappedEntity
record Seat(@EmbeddedId SeatId id, @Nullable String guest) {}
