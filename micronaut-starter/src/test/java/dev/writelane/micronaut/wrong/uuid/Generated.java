package dev.writelane.micronaut.wrong.uuid;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** Wants the database to make UUIDs. */
@MappedEntity
record Generated(@Id @GeneratedValue UUID id) {}
