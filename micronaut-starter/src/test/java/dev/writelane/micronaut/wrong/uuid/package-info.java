@NullMarked
package dev.writelane.micronaut.wrong.uuid;

import org.jspecify.annotations.NullMarked;
