package dev.writelane.examples.boxoffice.domain;

import java.math.BigDecimal;

/** One seat of a CSV file and the line it stood on; the header is line 1. */
public record SeatLine(long line, SeatLabel label, BigDecimal price) {}
