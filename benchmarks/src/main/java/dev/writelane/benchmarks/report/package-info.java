/** How results are shown and kept: tables, plots, JSON, floors. */
@NullMarked
package dev.writelane.benchmarks.report;

import org.jspecify.annotations.NullMarked;
