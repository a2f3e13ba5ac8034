/** What of Writelane's starter the example's sources name, for an application without it. */
@NullMarked
package dev.writelane.micronaut.data;

import org.jspecify.annotations.NullMarked;
