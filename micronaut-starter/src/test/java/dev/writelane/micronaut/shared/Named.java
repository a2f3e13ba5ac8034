package dev.writelane.micronaut.shared;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** One view of a table whose name is partly a setting. */
@MappedEntity("${tables.prefix}_shared")
record Named(@Id Long id, String name) {}
