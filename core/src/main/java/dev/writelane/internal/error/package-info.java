/** One place that turns every failure into a {@link java.sql.SQLException} with an SQLState and the right class. */
@org.jspecify.annotations.NullMarked
package dev.writelane.internal.error;
