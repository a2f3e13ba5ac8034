/** The box office over HTTP: the examples on Writelane beside the same sources on what their users would pick instead. */
@NullMarked
package dev.writelane.benchmarks.http;

import org.jspecify.annotations.NullMarked;
