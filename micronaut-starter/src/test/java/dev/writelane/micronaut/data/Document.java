package dev.writelane.micronaut.data;

import io.micronaut.data.annotation.AutoPopulated;
import io.micronaut.data.annotation.DateCreated;
import io.micronaut.data.annotation.DateUpdated;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Micronaut fills in all but the name. */
@MappedEntity
record Document(
        @Id @AutoPopulated @Nullable UUID id,
        String name,
        @DateCreated @Nullable Instant created,
        @DateUpdated @Nullable Instant updated) {}
