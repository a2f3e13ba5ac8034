package dev.writelane.micronaut.wrong.sequence;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** Wants a sequence. */
@MappedEntity
record Sequenced(
        @Id @GeneratedValue(GeneratedValue.Type.SEQUENCE) Long id) {}
