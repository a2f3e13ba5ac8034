package dev.writelane.micronaut.data;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.Index;
import io.micronaut.data.annotation.MappedEntity;
import org.jspecify.annotations.Nullable;

/** What a book is of; no two have one name. */
@MappedEntity
@Index(columns = "name", unique = true)
record Genre(@Id @GeneratedValue @Nullable Long id, String name) {}
