package dev.writelane.examples.boxoffice.quarkus;

import dev.writelane.examples.boxoffice.domain.ExportCsv;
import dev.writelane.examples.boxoffice.domain.SeatLabel;
import dev.writelane.quarkus.ReadOnlyTransaction;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** Writes all seats of an event as CSV, row by row, as they were at one moment. */
@Singleton
class SeatExport {

    private static final String SEATS =
            "SELECT row_name, number, price, reservation_id FROM seat WHERE event_id = ? ORDER BY id";

    private final DataSource database;

    SeatExport(DataSource database) {
        this.database = database;
    }

    /** The transaction is the snapshot; it lasts until the last row is written. */
    @ReadOnlyTransaction
    void write(long eventId, Writer file) throws IOException, SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(SEATS)) {
            select.setLong(1, eventId);
            // Without it, PostgreSQL's driver would keep all rows at once.
            select.setFetchSize(SeatTable.BATCH);
            try (ResultSet row = select.executeQuery()) {
                ExportCsv csv = new ExportCsv(file);
                while (row.next()) {
                    String reservation = row.getString("reservation_id");
                    csv.seat(
                            new SeatLabel(row.getString("row_name"), row.getInt("number")),
                            row.getBigDecimal("price"),
                            reservation == null ? null : UUID.fromString(reservation));
                }
            }
        }
    }
}
