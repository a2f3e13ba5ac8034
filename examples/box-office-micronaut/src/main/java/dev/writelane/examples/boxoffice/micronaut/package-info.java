/** Sells the seats of events over HTTP, with plain repositories and {@code @Transactional} on one SQLite file. */
@NullMarked
package dev.writelane.examples.boxoffice.micronaut;

import org.jspecify.annotations.NullMarked;
