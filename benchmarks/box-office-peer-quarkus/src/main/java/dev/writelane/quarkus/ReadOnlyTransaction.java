package dev.writelane.quarkus;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Stands in for the extension's annotation and begins nothing: without it each statement is a snapshot of its own, which is the
 * least that reading can cost. In a transaction, {@code transaction_mode=IMMEDIATE} would make every reader wait for the writers.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface ReadOnlyTransaction {}
