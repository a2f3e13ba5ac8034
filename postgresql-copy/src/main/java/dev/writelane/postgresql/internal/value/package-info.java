/** A value between the two databases: how each side stores it, whether it fits, its canonical form. */
@NullMarked
package dev.writelane.postgresql.internal.value;

import org.jspecify.annotations.NullMarked;
