@NullMarked
package dev.writelane.micronaut.wrong.array;

import org.jspecify.annotations.NullMarked;
