package dev.writelane.examples.boxoffice.quarkus;

import dev.writelane.examples.boxoffice.domain.SeatLabel;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Adds seats by the thousand, past the entities. */
@Singleton
class SeatTable {

    /** How many are best given at once. */
    static final int BATCH = 500;

    private static final String INSERT =
            "INSERT INTO seat (event_id, row_name, number, price) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";

    private final DataSource database;

    SeatTable(DataSource database) {
        this.database = database;
    }

    /** A seat that is free. */
    record NewSeat(SeatLabel label, BigDecimal price) {}

    /**
     * Adds those that are not there yet.
     *
     * @return for each one 1, or 0 when it was there
     */
    int[] insert(long eventId, List<NewSeat> seats) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (NewSeat seat : seats) {
                insert.setLong(1, eventId);
                insert.setString(2, seat.label().row());
                insert.setInt(3, seat.label().number());
                insert.setBigDecimal(4, seat.price());
                insert.addBatch();
            }
            return insert.executeBatch();
        }
    }
}
