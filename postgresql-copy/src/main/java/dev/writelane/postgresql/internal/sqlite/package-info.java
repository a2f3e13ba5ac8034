/** The SQLite side: snapshot, catalog and scan of a file; writing a new one. */
@NullMarked
package dev.writelane.postgresql.internal.sqlite;

import org.jspecify.annotations.NullMarked;
