/** Copies between SQLite and a PostgreSQL that the tests start. */
@NullMarked
package dev.writelane.postgresql;

import org.jspecify.annotations.NullMarked;
