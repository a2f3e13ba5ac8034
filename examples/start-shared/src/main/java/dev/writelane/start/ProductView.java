package dev.writelane.start;

import java.util.UUID;

/** A product as it is answered. */
public record ProductView(UUID id, String name, int stock) {}
