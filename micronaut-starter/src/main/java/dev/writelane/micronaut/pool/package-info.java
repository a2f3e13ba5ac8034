/**
 * Bridges to Micronaut's pool modules. Each would open a pool for every datasource, SQLite's too, beside our beans of the same names; each
 * bridge needs its pool on the class path, and lets it have what is not SQLite's.
 */
@NullMarked
package dev.writelane.micronaut.pool;

import org.jspecify.annotations.NullMarked;
