/**
 * Jdbi on Writelane: {@link dev.writelane.jdbi.Writelane#jdbi} or the plugin {@link dev.writelane.jdbi.WritelanePlugin}; everything else is
 * Jdbi's own.
 */
@NullMarked
package dev.writelane.jdbi;

import org.jspecify.annotations.NullMarked;
