/**
 * What all box offices sell, whatever framework serves it: the bodies of requests and answers with their checks, the
 * CSV files, and (as {@code db/migration}) the tables.
 *
 * <p>Nothing here knows HTTP, a framework or the kit. How a transaction is made, read and written is each example's own.
 */
@NullMarked
package dev.writelane.examples.boxoffice.domain;

import org.jspecify.annotations.NullMarked;
