package dev.writelane.examples.boxoffice.quarkus;

/**
 * Stands in for Quarkus's annotation where the JDK has no virtual threads, and says nothing: requests run on workers. Quarkus
 * would refuse its own there, and the resources name it by a star import, which a class of their package comes before.
 */
@interface RunOnVirtualThread {}
