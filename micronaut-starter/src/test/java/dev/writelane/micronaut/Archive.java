package dev.writelane.micronaut;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.CrudRepository;

/** The notes of another datasource, called archive. */
@JdbcRepository(value = "archive", dialect = Dialect.ANSI)
interface Archive extends CrudRepository<Note, Long> {}
