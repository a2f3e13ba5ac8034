/** Writelane beside what its users would pick instead, measured in the same run. */
@NullMarked
package dev.writelane.benchmarks;

import org.jspecify.annotations.NullMarked;
