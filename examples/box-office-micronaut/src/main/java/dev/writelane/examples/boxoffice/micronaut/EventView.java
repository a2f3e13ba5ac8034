package dev.writelane.examples.boxoffice.micronaut;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;

/** An event as the outside sees it. */
@Introspected
@Serdeable
record EventView(long id, String name, String venue, Instant startsAt, int sold, int seats) {}
