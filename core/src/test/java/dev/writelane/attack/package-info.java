/**
 * Attacks on what Writelane promises, with counts and seeds. Each has a short form, which runs with all tests, and a long one:
 * {@code mvn -Pattack}. docs/promises.md says what they found.
 */
@NullMarked
package dev.writelane.attack;

import org.jspecify.annotations.NullMarked;
