/** How a datasource takes part in JTA's transactions. No API. */
@NullMarked
package dev.writelane.quarkus.runtime.jta;

import org.jspecify.annotations.NullMarked;
