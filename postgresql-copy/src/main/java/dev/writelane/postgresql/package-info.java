/**
 * Copies a live SQLite database into PostgreSQL, verified and all or nothing, and back: {@link dev.writelane.postgresql.SqliteToPostgres},
 * {@link dev.writelane.postgresql.PostgresToSqlite}.
 */
@NullMarked
package dev.writelane.postgresql;

import org.jspecify.annotations.NullMarked;
