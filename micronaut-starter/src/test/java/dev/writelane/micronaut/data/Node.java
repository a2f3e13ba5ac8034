package dev.writelane.micronaut.data;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Relation;
import org.jspecify.annotations.Nullable;

/** Refers to its own table, and to one with an id of two columns. */
@MappedEntity
record Node(
        @Id @GeneratedValue @Nullable Long id,
        @Relation(Relation.Kind.MANY_TO_ONE) @Nullable Node parent,
        @Relation(Relation.Kind.MANY_TO_ONE) @Nullable Seat seat) {}
