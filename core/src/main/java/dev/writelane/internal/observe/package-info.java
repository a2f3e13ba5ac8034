/** Tells observers and the flight recorder what happens; knows nothing of lanes and sessions. */
@org.jspecify.annotations.NullMarked
package dev.writelane.internal.observe;
