package dev.writelane.micronaut.data;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Relation;
import org.jspecify.annotations.Nullable;

/** Has its address in its own row. */
@MappedEntity
record Person(
        @Id @GeneratedValue @Nullable Long id,
        String name,
        @Relation(Relation.Kind.EMBEDDED) Address address) {}
