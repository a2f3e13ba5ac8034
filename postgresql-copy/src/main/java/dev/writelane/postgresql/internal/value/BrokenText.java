package dev.writelane.postgresql.internal.value;

/**
 * Text of SQLite that is no text anywhere else: its bytes are not UTF-8.
 *
 * @param bytes as they are stored
 */
public record BrokenText(byte[] bytes) {}
