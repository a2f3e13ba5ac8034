package dev.writelane.examples.boxoffice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.examples.boxoffice.domain.SeatLabel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many customers at once; each promise here is one that breaks when a transaction is not one. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public interface RushHourContract extends Http {

    int CUSTOMERS = 32;
    int SEATS_PER_ROW = 50;

    /** How much there is to fight for; an even number. */
    default int rows() {
        return 4;
    }

    private int seats() {
        return rows() * SEATS_PER_ROW;
    }

    @Test
    default void of32CustomersWhoAllWantEverySeatEachSeatGoesToOne() throws Exception {
        long event = event(rows(), SEATS_PER_ROW);

        List<List<Answer>> answers = all(customer -> {
            List<Answer> own = new ArrayList<>();
            for (int i = 0; i < seats(); i++) {
                // Each one begins elsewhere, so that they meet everywhere.
                Answer answer = reserve(event, quoted((i + customer * 13) % seats()));
                own.add(answer);
            }
            return own;
        });

        List<Answer> flat = answers.stream().flatMap(List::stream).toList();
        assertThat(flat).extracting(Answer::status).containsOnly(201, 409);
        List<Object> sold = flat.stream()
                .filter(answer -> answer.status() == 201)
                .map(answer -> map(answer).get("seats"))
                .toList();
        assertThat(sold).hasSize(seats()).doesNotHaveDuplicates();
        assertThat(number(get("/events/" + event), "sold")).isEqualTo(seats());
        assertThat(number(get("/events/" + event + "/seats?free=true"), "total"))
                .isZero();
    }

    @Test
    default void anExportDuringSalesShowsEachReservationWholeOrNotAtAll() throws Exception {
        long event = event(rows(), SEATS_PER_ROW);
        AtomicBoolean selling = new AtomicBoolean(true);
        ExecutorService exporting = Executors.newFixedThreadPool(2);
        try {
            Callable<List<String>> export = () -> {
                List<String> exports = new ArrayList<>();
                do {
                    exports.add(get("/events/" + event + "/export").body());
                } while (selling.get());
                return exports;
            };
            List<Future<List<String>>> exports = List.of(exporting.submit(export), exporting.submit(export));

            // A seat of the first half and its partner of the second: half of a pair would be half of a sale.
            all(customer -> {
                for (int i = customer; i < seats() / 2; i += CUSTOMERS) {
                    Answer ticket = reserve(event, quoted(i) + "," + quoted(i + seats() / 2));
                    assertThat(ticket.status()).isEqualTo(201);
                    if (i % 2 == 0) {
                        assertThat(delete("/reservations/" + map(ticket).get("id"))
                                        .status())
                                .isEqualTo(204);
                    }
                }
                return List.of();
            });
            selling.set(false);

            for (Future<List<String>> some : exports) {
                assertThat(some.get()).isNotEmpty().allSatisfy(this::isOneSnapshot);
            }
            assertThat(number(get("/events/" + event), "sold")).isEqualTo(seats() / 2);
        } finally {
            selling.set(false);
            exporting.shutdownNow();
        }
    }

    private void isOneSnapshot(String csv) {
        List<String> lines = csv.lines().skip(1).toList();
        assertThat(lines).hasSize(seats());
        Map<String, Long> seatsByReservation = lines.stream()
                .map(line -> line.substring(line.lastIndexOf(',') + 1))
                .filter(reservation -> !reservation.isEmpty())
                .collect(Collectors.groupingBy(reservation -> reservation, Collectors.counting()));
        Set<Long> sizes = new HashSet<>(seatsByReservation.values());
        assertThat(sizes).isSubsetOf(2L);
    }

    interface Work {
        List<Answer> of(int customer);
    }

    /** All begin together. */
    private static List<List<Answer>> all(Work work) throws Exception {
        ExecutorService customers = Executors.newFixedThreadPool(CUSTOMERS);
        CountDownLatch doors = new CountDownLatch(1);
        try {
            List<Future<List<Answer>>> running = new ArrayList<>();
            for (int i = 0; i < CUSTOMERS; i++) {
                int customer = i;
                running.add(customers.submit(() -> {
                    doors.await();
                    return work.of(customer);
                }));
            }
            doors.countDown();
            List<List<Answer>> answers = new ArrayList<>();
            for (Future<List<Answer>> one : running) {
                answers.add(one.get());
            }
            return answers;
        } finally {
            customers.shutdownNow();
        }
    }

    private static String quoted(int seat) {
        return "\"" + new SeatLabel(SeatLabel.rowName(seat / SEATS_PER_ROW), seat % SEATS_PER_ROW + 1) + "\"";
    }
}
