/** What closures promise over every database, and what they promise over a server. */
@NullMarked
package dev.writelane.transactor;

import org.jspecify.annotations.NullMarked;
