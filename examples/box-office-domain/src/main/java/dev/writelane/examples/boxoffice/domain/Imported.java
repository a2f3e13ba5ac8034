package dev.writelane.examples.boxoffice.domain;

/** The answer to an import: how many seats it added. */
public record Imported(long imported) {}
