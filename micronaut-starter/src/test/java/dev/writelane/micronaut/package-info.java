@NullMarked
package dev.writelane.micronaut;

import org.jspecify.annotations.NullMarked;
