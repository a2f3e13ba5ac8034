/** What runs in the application: the driver, the databases behind it, and their settings. No API. */
@NullMarked
package dev.writelane.quarkus.runtime;

import org.jspecify.annotations.NullMarked;
