package dev.writelane.micronaut;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the tests keep. */
@MappedEntity("note")
record Note(@Id @GeneratedValue @Nullable Long id, String text, Instant at) {}
