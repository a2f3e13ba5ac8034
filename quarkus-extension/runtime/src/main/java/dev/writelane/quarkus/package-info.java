/** What applications use of Writelane for Quarkus beside settings and the beans {@code DataSource} and {@code SqliteDatabase}. */
@NullMarked
package dev.writelane.quarkus;

import org.jspecify.annotations.NullMarked;
