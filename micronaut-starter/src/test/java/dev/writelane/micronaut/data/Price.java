package dev.writelane.micronaut.data;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** An exact number. */
@MappedEntity
record Price(@Id @GeneratedValue @Nullable Long id, BigDecimal amount) {}
