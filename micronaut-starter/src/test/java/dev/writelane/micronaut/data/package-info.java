@NullMarked
package dev.writelane.micronaut.data;

import org.jspecify.annotations.NullMarked;
