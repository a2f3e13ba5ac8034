package dev.writelane.micronaut.attached;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.Index;
import io.micronaut.data.annotation.MappedEntity;

/** Lives in a second file. */
@MappedEntity(schema = "old")
@Index(columns = "text")
record Memory(@Id Long id, String text) {}
