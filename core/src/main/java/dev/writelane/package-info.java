/**
 * Thread-safe, well-scoped SQLite: open a {@link dev.writelane.SqliteDatabase}, take its {@code dataSource()}, use plain JDBC.
 */
@org.jspecify.annotations.NullMarked
package dev.writelane;
