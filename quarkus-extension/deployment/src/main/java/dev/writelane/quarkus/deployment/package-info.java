/** The build steps. */
@NullMarked
package dev.writelane.quarkus.deployment;

import org.jspecify.annotations.NullMarked;
