/** How cost grows: with threads, data, databases, work, settings; and how far the limit is. */
@NullMarked
package dev.writelane.benchmarks.family.scale;

import org.jspecify.annotations.NullMarked;
