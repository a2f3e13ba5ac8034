package dev.writelane.micronaut.data;

import io.micronaut.core.annotation.Introspected;

/** Part of a book. */
@Introspected
record Title(String title, int pages) {}
