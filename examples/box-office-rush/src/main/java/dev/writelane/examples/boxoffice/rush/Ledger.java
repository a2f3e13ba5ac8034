package dev.writelane.examples.boxoffice.rush;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The file in which the rush notes what the server acknowledged, one tab separated line for each fact. Read back by
 * {@link LedgerBook}. Thread-safe: all methods hold the monitor.
 */
final class Ledger implements Closeable {
    static final String TITLE = "writelane box-office ledger 1";

    private final BufferedWriter file;
    private long lines;

    Ledger(Path path) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        file = Files.newBufferedWriter(path, StandardCharsets.UTF_8);
        file.write(TITLE + "\n");
    }

    void event(HotEvent event) {
        line("event", Long.toString(event.id()), Integer.toString(event.size()));
    }

    /** A reservation that was there before the rush began. */
    void before(String reservation) {
        line("before", reservation);
    }

    void sold(String reservation, long event, String customer, BigDecimal total, List<String> seats) {
        line("sold", reservation, Long.toString(event), customer, total.toPlainString(), String.join(",", seats));
    }

    void cancelled(String reservation) {
        line("cancelled", reservation);
    }

    /** A sale without an answer: a reservation of this customer may exist. */
    void saleUnknown(String customer, long event, List<String> seats) {
        line("sale-unknown", customer, Long.toString(event), String.join(",", seats));
    }

    /** A cancellation without an answer: the reservation may be gone. */
    void cancellationUnknown(String reservation) {
        line("cancellation-unknown", reservation);
    }

    /** Writes the closing line, without which the ledger counts as cut off. */
    @Override
    public synchronized void close() throws IOException {
        try (file) {
            file.write("end\t" + lines + "\n");
        }
    }

    private synchronized void line(String... fields) {
        for (String field : fields) {
            if (field.chars().anyMatch(c -> c < ' ')) {
                throw new IllegalArgumentException("a control character in the ledger field `" + field + "`");
            }
        }
        try {
            file.write(String.join("\t", fields) + "\n");
            lines++;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the ledger", e);
        }
    }
}
