/** Closures over any DataSource: the same rules as on lanes, kept by a guard around the driver's own connection. */
@org.jspecify.annotations.NullMarked
package dev.writelane.internal.plain;
