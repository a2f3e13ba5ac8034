package dev.writelane.micronaut.wrong.twice;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** Has a table that another entity has too, with another id. */
@MappedEntity("same")
record Once(@Id Long id) {}
