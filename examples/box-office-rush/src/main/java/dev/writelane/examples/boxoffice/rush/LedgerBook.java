package dev.writelane.examples.boxoffice.rush;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A {@link Ledger} read back: what must be in the database, what must not, and what may. */
record LedgerBook(
        Map<Long, Integer> events,
        Set<String> before,
        Map<String, Sale> sales,
        List<Sale> soldTwice,
        Set<String> cancelled,
        Map<String, UnknownSale> unknownSales,
        Set<String> unknownCancellations) {

    /** An acknowledged reservation. */
    record Sale(String reservation, long event, String customer, BigDecimal total, List<String> seats) {}

    /** A sale that got no answer. */
    record UnknownSale(String customer, long event, List<String> seats) {}

    /** @throws IOException naming the file and the line, when it is not a whole ledger */
    static LedgerBook read(Path path) throws IOException {
        List<String> lines = Files.readAllLines(path, StandardCharsets.UTF_8);
        if (lines.isEmpty() || !lines.get(0).equals(Ledger.TITLE)) {
            throw new IOException(path + " is no ledger: its first line is not `" + Ledger.TITLE + "`");
        }
        if (!lines.get(lines.size() - 1).equals("end\t" + (lines.size() - 2))) {
            throw new IOException(path + " is cut off: the rush that wrote it did not come to its end");
        }
        LedgerBook book = new LedgerBook(
                new LinkedHashMap<>(),
                new LinkedHashSet<>(),
                new LinkedHashMap<>(),
                new ArrayList<>(),
                new LinkedHashSet<>(),
                new LinkedHashMap<>(),
                new LinkedHashSet<>());
        for (int i = 1; i < lines.size() - 1; i++) {
            try {
                book.enter(lines.get(i).split("\t", -1));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new IOException(path + " line " + (i + 1) + " cannot be read: " + lines.get(i), e);
            }
        }
        return book;
    }

    private void enter(String[] fields) {
        switch (fields[0]) {
            case "event" -> events.put(Long.valueOf(fields[1]), Integer.valueOf(fields[2]));
            case "before" -> before.add(fields[1]);
            case "sold" ->
                sold(new Sale(
                        fields[1],
                        Long.parseLong(fields[2]),
                        fields[3],
                        new BigDecimal(fields[4]),
                        List.of(fields[5].split(","))));
            case "cancelled" -> cancelled.add(fields[1]);
            case "sale-unknown" ->
                unknownSales.put(
                        fields[1],
                        new UnknownSale(fields[1], Long.parseLong(fields[2]), List.of(fields[3].split(","))));
            case "cancellation-unknown" -> unknownCancellations.add(fields[1]);
            default -> throw new IllegalArgumentException(fields[0]);
        }
    }

    private void sold(Sale sale) {
        if (sales.putIfAbsent(sale.reservation(), sale) != null) {
            soldTwice.add(sale);
        }
    }
}
