package dev.writelane.micronaut;

import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

/** One of several that run at the same time. */
@MicronautTest(transactional = false)
@Property(name = "datasources.default.url", value = "jdbc:sqlite::memory:")
@Property(name = "flyway.datasources.default.enabled", value = "true")
class InMemorySecondTest extends InMemoryTest {}
