package dev.writelane.micronaut.data;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.MappedProperty;
import io.micronaut.data.annotation.Relation;
import org.jspecify.annotations.Nullable;

/** Has its address in its own row, and says itself how its columns are declared. */
@MappedEntity
record Person(
        @Id @GeneratedValue @MappedProperty(definition = "INTEGER PRIMARY KEY AUTOINCREMENT") @Nullable
        Long id,

        @MappedProperty(definition = "TEXT NOT NULL COLLATE NOCASE")
        String name,

        @Relation(Relation.Kind.EMBEDDED) Address address) {}
