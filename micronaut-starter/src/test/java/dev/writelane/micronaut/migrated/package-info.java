@NullMarked
package dev.writelane.micronaut.migrated;

import org.jspecify.annotations.NullMarked;
