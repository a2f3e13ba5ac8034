package dev.writelane.micronaut.data;

import io.micronaut.context.annotation.AliasFor;
import io.micronaut.data.annotation.Repository;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A Micronaut Data JDBC repository on a SQLite datasource.
 *
 * <p>The same as {@code @JdbcRepository(dialect = Dialect.ANSI)}: of the dialects that Micronaut Data knows, its SQL is the one that
 * SQLite understands throughout. The application needs micronaut-data-jdbc and, on the annotation processor path,
 * micronaut-data-processor.
 */
@JdbcRepository(dialect = Dialect.ANSI)
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.ANNOTATION_TYPE, ElementType.TYPE})
public @interface SqliteRepository {

    /**
     * The datasource's name, below {@code datasources}.
     *
     * @return the name; {@code default} unless said otherwise
     */
    @AliasFor(annotation = Repository.class, member = "value")
    String value() default "default";
}
