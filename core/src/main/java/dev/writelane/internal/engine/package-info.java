/**
 * The only place that touches a native handle: connections, prepared statements and their rows over the public core of the
 * driver ({@code org.sqlite.core.DB}). Nothing here is thread-safe; whoever calls holds the lease of the lane.
 */
@org.jspecify.annotations.NullMarked
package dev.writelane.internal.engine;
