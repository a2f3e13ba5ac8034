/** Sells the seats of events over HTTP, with Panache, plain JDBC and {@code @Transactional} on one SQLite file. */
@NullMarked
package dev.writelane.examples.boxoffice.quarkus;

import org.jspecify.annotations.NullMarked;
