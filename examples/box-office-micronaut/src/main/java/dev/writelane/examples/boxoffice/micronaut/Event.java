package dev.writelane.examples.boxoffice.micronaut;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something seats are sold for; {@code sold} is counted here, in Java. */
@MappedEntity
record Event(@Id @GeneratedValue @Nullable Long id, String name, String venue, Instant startsAt, int sold) {

    Event withSold(int sold) {
        return new Event(id, name, venue, startsAt, sold);
    }
}
