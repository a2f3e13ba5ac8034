package dev.writelane.micronaut.wrong.array;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** Wants a column of arrays. */
@MappedEntity
record Listing(@Id Long id, String[] words) {}
