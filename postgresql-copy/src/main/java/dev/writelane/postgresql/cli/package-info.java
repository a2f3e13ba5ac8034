/** The command line. */
@NullMarked
package dev.writelane.postgresql.cli;

import org.jspecify.annotations.NullMarked;
