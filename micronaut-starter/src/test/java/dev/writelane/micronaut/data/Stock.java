package dev.writelane.micronaut.data;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** Known by a name the application gives. */
@MappedEntity
record Stock(@Id String name, int amount) {}
