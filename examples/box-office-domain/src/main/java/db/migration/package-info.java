/** The migrations that are not SQL, where Flyway looks for them. */
@NullMarked
package db.migration;

import org.jspecify.annotations.NullMarked;
