package dev.writelane.micronaut.data;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Stands in for the starter's annotation, in another dialect: with ANSI's Micronaut Data inserts a batch and asks for all its
 * keys, of which sqlite-jdbc has none. With MySQL's it inserts one by one, and SQLite understands the rest.
 */
@JdbcRepository(dialect = Dialect.MYSQL)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SqliteRepository {}
