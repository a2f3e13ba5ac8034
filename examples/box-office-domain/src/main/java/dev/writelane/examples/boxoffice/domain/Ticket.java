package dev.writelane.examples.boxoffice.domain;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A reservation as the customer gets it. */
public record Ticket(UUID id, long eventId, String customer, List<String> seats, BigDecimal total, Instant createdAt) {}
