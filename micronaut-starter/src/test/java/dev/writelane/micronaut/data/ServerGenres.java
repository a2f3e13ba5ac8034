package dev.writelane.micronaut.data;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.CrudRepository;

/** The same entity on a server database. */
@JdbcRepository(value = "server", dialect = Dialect.POSTGRES)
interface ServerGenres extends CrudRepository<Genre, Long> {}
