package dev.writelane.examples.boxoffice.domain;

import java.time.Instant;

/** An event as the outside sees it. */
public record EventView(long id, String name, String venue, Instant startsAt, int sold, int seats) {}
