/** What makes the Micronaut example run on the stock driver. */
@NullMarked
package dev.writelane.examples.boxoffice.peer;

import org.jspecify.annotations.NullMarked;
