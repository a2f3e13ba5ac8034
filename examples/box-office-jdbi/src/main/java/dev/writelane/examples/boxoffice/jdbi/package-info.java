/**
 * Sells the seats of events over HTTP without a framework: Jdbi's SQL objects on one SQLite file, behind Jetty.
 *
 * <p>{@link dev.writelane.examples.boxoffice.jdbi.Application} starts it; {@code BoxOffice} puts it together. A request
 * goes from {@code Router} to one of the {@code ...Api} classes, and from there to an SQL object, where the transactions
 * are.
 */
@NullMarked
package dev.writelane.examples.boxoffice.jdbi;

import org.jspecify.annotations.NullMarked;
