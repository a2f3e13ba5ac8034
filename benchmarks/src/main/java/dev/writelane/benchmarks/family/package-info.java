/** What is measured, in families: reads, writes, mixed, http, scale. */
@NullMarked
package dev.writelane.benchmarks.family;

import org.jspecify.annotations.NullMarked;
