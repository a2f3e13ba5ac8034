@NullMarked
package dev.writelane.micronaut.wrong.sequence;

import org.jspecify.annotations.NullMarked;
