@NullMarked
package dev.writelane.micronaut.shared;

import org.jspecify.annotations.NullMarked;
