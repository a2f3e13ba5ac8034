package dev.writelane.internal.jdbc;

/**
 * Names the column or parameter that a value came from, for an error message. Asked only when there is an error, so
 * that the usual way builds no text.
 */
@FunctionalInterface
public interface Place {
    /** The place of parameters: {@code parameter 3}. */
    Place PARAMETER = index -> "parameter " + index;

    /** The text that names the place with this index, which counts from 1. */
    String place(int index);
}
