package dev.writelane.benchmarks.contest;

import java.time.Duration;

/**
 * How long a heat takes.
 *
 * @param rounds how often each rival has its turn; who begins changes with the round
 * @param warmup of each rival, before the first round
 * @param settle not counted, at the beginning of each turn: caches of the processor and sleeping threads
 * @param turn what is counted
 */
public record Pace(int rounds, Duration warmup, Duration settle, Duration turn) {}
