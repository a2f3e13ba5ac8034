/** Rivals that answer the same question in turns, each in a JVM of its own. */
@NullMarked
package dev.writelane.benchmarks.contest;

import org.jspecify.annotations.NullMarked;
