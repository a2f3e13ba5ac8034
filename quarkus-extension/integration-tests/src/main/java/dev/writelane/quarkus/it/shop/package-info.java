/** Entities on a named datasource whose schema Flyway migrates and Hibernate validates. */
@NullMarked
package dev.writelane.quarkus.it.shop;

import org.jspecify.annotations.NullMarked;
