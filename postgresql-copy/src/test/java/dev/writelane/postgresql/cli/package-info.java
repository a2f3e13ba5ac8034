/** The command line as its users meet it. */
@NullMarked
package dev.writelane.postgresql.cli;

import org.jspecify.annotations.NullMarked;
