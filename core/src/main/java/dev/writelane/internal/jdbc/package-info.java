/** The JDBC face of the kit: connections, statements, result sets, and how Java values become SQLite's and back. */
@NullMarked
package dev.writelane.internal.jdbc;

import org.jspecify.annotations.NullMarked;
