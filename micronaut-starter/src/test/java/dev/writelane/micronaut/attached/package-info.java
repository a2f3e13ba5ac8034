@NullMarked
package dev.writelane.micronaut.attached;

import org.jspecify.annotations.NullMarked;
