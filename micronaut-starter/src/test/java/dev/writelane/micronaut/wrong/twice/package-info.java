@NullMarked
package dev.writelane.micronaut.wrong.twice;

import org.jspecify.annotations.NullMarked;
