/** Metrics for those who have Micrometer on their class path; nothing else of the kit refers to it. */
@org.jspecify.annotations.NullMarked
package dev.writelane.micrometer;
