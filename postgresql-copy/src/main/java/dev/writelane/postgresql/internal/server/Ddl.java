package dev.writelane.postgresql.internal.server;

/**
 * One statement that makes a part of the schema.
 *
 * @param name by what options call the part
 * @param what it is, for messages
 * @param sql the statement
 * @param afterRows whether it is made when the rows are there: keys are quicker then, and references hold
 */
public record Ddl(String name, String what, String sql, boolean afterRows) {}
