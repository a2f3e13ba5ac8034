package dev.writelane.micronaut.data;

import io.micronaut.data.annotation.Embeddable;

/** Part of a person's row. */
@Embeddable
record Address(String street, String city) {}
