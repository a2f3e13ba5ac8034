package dev.writelane.examples.boxoffice.rush;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Fills a new event by the import of a CSV, which is made while it is sent. */
final class SeatImport {
    static final int SEATS_PER_ROW = 100;

    private SeatImport() {}

    /** Returns the event's id. {@code seats} is a multiple of {@link #SEATS_PER_ROW}. */
    static long run(BoxOffice office, int seats, PrintWriter out) throws DemoFailure, InterruptedException {
        try {
            BoxOffice.Answer created =
                    office.createEvent("New Year's Concert", 0, SEATS_PER_ROW, new BigDecimal("25.50"));
            long event =
                    Judge.json(created, 201, "creating an event").path("id").asLong();
            long start = System.nanoTime();
            BoxOffice.Answer answer = office.importSeats(event, () -> csv(seats));
            double elapsed = (System.nanoTime() - start) / 1e9;
            long imported =
                    Judge.json(answer, 200, "the import").path("imported").asLong();
            if (imported != seats) {
                throw new WrongAnswer("the import of " + seats + " seats says it imported " + imported);
            }
            out.printf(
                    Locale.ROOT,
                    "Imported %,d seats in %.2f s: %,.0f seats/s%n",
                    imported,
                    elapsed,
                    imported / elapsed);
            return event;
        } catch (Unanswered | WrongAnswer e) {
            throw new DemoFailure(String.valueOf(e.getMessage()));
        }
    }

    /** One piece for the header and for each row; front rows cost more. */
    static Iterator<byte[]> csv(int seats) {
        int rows = seats / SEATS_PER_ROW;
        return Stream.concat(
                        Stream.of("row,number,price\n"),
                        IntStream.range(0, rows).mapToObj(row -> {
                            String price = BigDecimal.valueOf(2550 + 25L * (rows - row), 2)
                                    .toPlainString();
                            StringBuilder lines = new StringBuilder();
                            for (int number = 1; number <= SEATS_PER_ROW; number++) {
                                lines.append(rowName(row)).append(',').append(number);
                                lines.append(',').append(price).append('\n');
                            }
                            return lines.toString();
                        }))
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .iterator();
    }

    /** A to Z, AA to AZ, BA, ... */
    static String rowName(int index) {
        String last = String.valueOf((char) ('A' + index % 26));
        return index < 26 ? last : rowName(index / 26 - 1) + last;
    }
}
