package dev.writelane.micronaut.migrated;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A table that Flyway makes. */
@MappedEntity("note")
record Migrated(@Id @GeneratedValue Long id, String text) {}
