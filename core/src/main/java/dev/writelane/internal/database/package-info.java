/** An open database file: found once for each real path, its lanes opened in order, its end in order. */
@org.jspecify.annotations.NullMarked
package dev.writelane.internal.database;
