/** Tables, keys and indexes as both sides know them. */
@NullMarked
package dev.writelane.postgresql.internal.schema;

import org.jspecify.annotations.NullMarked;
