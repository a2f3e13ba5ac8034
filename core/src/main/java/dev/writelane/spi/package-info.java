/**
 * What frameworks and applications may tell the kit about the code that calls it. Each extension is one small interface, found by
 * {@link java.util.ServiceLoader} or given to {@link dev.writelane.SqliteConfig.Builder}.
 */
@org.jspecify.annotations.NullMarked
package dev.writelane.spi;
