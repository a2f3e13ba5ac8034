/** A small shop: products with a stock, and purchases that reduce it. */
@NullMarked
package dev.writelane.start;

import org.jspecify.annotations.NullMarked;
