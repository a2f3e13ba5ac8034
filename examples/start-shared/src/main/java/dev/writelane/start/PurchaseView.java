package dev.writelane.start;

import java.time.Instant;
import java.util.UUID;

/** A purchase as it is answered. */
public record PurchaseView(UUID id, UUID productId, int quantity, Instant purchasedAt) {}
