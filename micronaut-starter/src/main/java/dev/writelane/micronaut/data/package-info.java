/**
 * Micronaut Data JDBC on SQLite: {@link dev.writelane.micronaut.data.SqliteRepository} and tables made from entities.
 *
 * <p>There only when the application has micronaut-data-jdbc.
 */
@NullMarked
package dev.writelane.micronaut.data;

import org.jspecify.annotations.NullMarked;
