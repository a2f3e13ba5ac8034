/** What of Writelane's extension the example's sources name, for an application without it. */
@NullMarked
package dev.writelane.quarkus;

import org.jspecify.annotations.NullMarked;
