/**
 * Histories of transactions, and what must not be found in them: who read and overwrote whose versions is a graph, and an anomaly
 * is a cycle in it (Adya, Liskov, O'Neil: Generalized Isolation Level Definitions, 2000; found in recorded histories as Elle does:
 * Kingsbury, Alvaro, 2020). Elle itself is not on Maven Central.
 */
@NullMarked
package dev.writelane.attack.history;

import org.jspecify.annotations.NullMarked;
