package dev.writelane.examples.boxoffice.domain;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes {@code row,number,price,reservation} line by line. */
public final class ExportCsv {

    private final Writer csv;

    /** Writes the header. */
    public ExportCsv(Writer csv) throws IOException {
        this.csv = csv;
        csv.write("row,number,price,reservation\n");
    }

    public void seat(SeatLabel label, BigDecimal price, @Nullable UUID reservation) throws IOException {
        csv.append(label.row()).append(',').append(Integer.toString(label.number()));
        csv.append(',').append(Price.cents(price).toPlainString()).append(',');
        csv.append(reservation == null ? "" : reservation.toString()).append('\n');
    }
}
