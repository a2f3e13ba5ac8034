package dev.writelane.micronaut.data;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Version;
import org.jspecify.annotations.Nullable;

/** Counts its changes. */
@MappedEntity
record Account(
        @Id @GeneratedValue @Nullable Long id,
        long balance,
        @Version @Nullable Long version) {}
