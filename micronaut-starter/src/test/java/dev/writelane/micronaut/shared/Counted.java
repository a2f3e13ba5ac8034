package dev.writelane.micronaut.shared;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import org.jspecify.annotations.Nullable;

/** Another view of the same table. */
@MappedEntity("${tables.prefix}_shared")
record Counted(@Id Long id, int count, @Nullable String name) {}
