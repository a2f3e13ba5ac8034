package dev.writelane.quarkus;

import jakarta.interceptor.InterceptorBinding;
import jakarta.transaction.Transactional;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A {@link Transactional} that only reads: one snapshot of the file on a read lane, beside whatever is written. A plain
 * {@code @Transactional} holds the one write lane from its first statement to its end, also when it only reads.
 *
 * <pre>{@code
 * @ReadOnlyTransaction
 * public List<Seat> free(long event) { … }   // JDBC, Hibernate ORM or Panache
 * }</pre>
 *
 * <p>On a method, or on a class for all of its methods but those that say {@code @Transactional} themselves. Nothing else has to stand
 * beside it. As {@code TxType.REQUIRED}: where a
 * transaction is there already, the method takes part in it as it is, and sees what it wrote. A write in a transaction that this
 * annotation began gets SQLState 25006, also in methods that take part in it. On a PostgreSQL datasource it is {@code READ ONLY} and
 * {@code REPEATABLE READ}, which is the same; those of other kinds do not know it.
 */
@Inherited
@Documented
@InterceptorBinding
@Transactional
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface ReadOnlyTransaction {}
