/** What frameworks and tools plug into a database. */
@org.jspecify.annotations.NullMarked
package dev.writelane.spi;
