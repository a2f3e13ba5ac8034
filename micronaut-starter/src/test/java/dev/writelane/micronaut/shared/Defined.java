package dev.writelane.micronaut.shared;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.MappedProperty;
import org.jspecify.annotations.Nullable;

/** Says itself how its columns are declared. */
@MappedEntity
record Defined(
        @Id @GeneratedValue @MappedProperty(definition = "INTEGER PRIMARY KEY AUTOINCREMENT") @Nullable
        Long id,

        @MappedProperty(definition = "TEXT NOT NULL COLLATE NOCASE")
        String name) {}
