package dev.writelane.micronaut;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.PageableRepository;
import java.util.List;

/** The default datasource's notes. */
@JdbcRepository(dialect = Dialect.ANSI)
interface Notes extends PageableRepository<Note, Long> {
    List<Note> findByTextLike(String pattern);
}
