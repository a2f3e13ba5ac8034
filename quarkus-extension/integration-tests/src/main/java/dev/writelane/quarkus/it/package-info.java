/** A small application on the extension. */
@NullMarked
package dev.writelane.quarkus.it;

import org.jspecify.annotations.NullMarked;
