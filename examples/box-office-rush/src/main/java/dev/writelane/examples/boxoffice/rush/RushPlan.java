package dev.writelane.examples.boxoffice.rush;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one rush shall do, already checked.
 *
 * @param requests the most requests that are made, whatever time is left
 * @param newEvents how many events are created for this rush, each with {@code rows} times {@code seatsPerRow} seats
 * @param oldEvents ids of events that are there already and sold from as well
 * @param answerTimeout how long one whole answer may take before its outcome counts as unknown
 * @param report where the totals are written for programs to read, see {@link RushReport}
 */
record RushPlan(
        URI url,
        Books books,
        Path ledger,
        int clients,
        Duration duration,
        long requests,
        long seed,
        int newEvents,
        int rows,
        int seatsPerRow,
        List<Long> oldEvents,
        Duration answerTimeout,
        @Nullable Path report) {}
