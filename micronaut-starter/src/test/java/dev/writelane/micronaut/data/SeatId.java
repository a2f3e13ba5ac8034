package dev.writelane.micronaut.data;

import io.micronaut.data.annotation.Embeddable;

/** A place in a hall. */
@Embeddable
record SeatId(String line, int number) {}
