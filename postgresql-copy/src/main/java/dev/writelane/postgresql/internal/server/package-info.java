/** The PostgreSQL side: catalog, DDL, COPY, reading back. */
@NullMarked
package dev.writelane.postgresql.internal.server;

import org.jspecify.annotations.NullMarked;
