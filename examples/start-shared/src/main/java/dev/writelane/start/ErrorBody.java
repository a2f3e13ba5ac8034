package dev.writelane.start;

/** The answer to a request that is refused. */
public record ErrorBody(String error) {}
