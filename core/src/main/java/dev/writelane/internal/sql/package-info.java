/** Reads SQL text as far as the lanes need it: where statements end, what each one does, how many parameters it has. */
@org.jspecify.annotations.NullMarked
package dev.writelane.internal.sql;
