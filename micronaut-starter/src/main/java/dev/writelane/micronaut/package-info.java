/**
 * Turns {@code datasources.NAME.url: jdbc:sqlite:...} into a {@link dev.writelane.SqliteDatabase} bean with a
 * {@link javax.sql.DataSource} bean beside it.
 *
 * <p>An application needs none of these classes: it injects the two beans, or uses Micronaut Data's repositories and
 * annotations as they are.
 */
@NullMarked
package dev.writelane.micronaut;

import org.jspecify.annotations.NullMarked;
