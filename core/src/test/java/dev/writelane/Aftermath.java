package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What has to hold when something went wrong and is over. */
public final class Aftermath {
    private Aftermath() {}

    public static void nextWritesWork(SqliteDatabase db, Ledger ledger) throws Exception {
        Ask.run(db.dataSource(), "INSERT INTO t VALUES (?)", ledger.write(1001));
        ledger.committed(List.of(1001));
        db.write(connection -> Ask.run(connection, "INSERT INTO t VALUES (?)", ledger.write(1002)));
        ledger.committed(List.of(1002));
        Futures.outcome(db.writeAsync(c -> Ask.run(c, "INSERT INTO t VALUES (?)", ledger.write(1003))));
        ledger.committed(List.of(1003));
        assertThat(Ask.number(db.dataSource(), "SELECT count(*) FROM t WHERE id IN (1001, 1002, 1003)"))
                .as("rows of the next users")
                .isEqualTo(3);
    }

    /** The file has what its writers were told, as the stock driver reads it. */
    public static void checkFile(Path file, Ledger ledger) throws SQLException {
        try (Connection stock = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = stock.createStatement()) {
            assertThat(Ask.text(stock, "PRAGMA integrity_check")).isEqualTo("ok");
            assertThat(Ask.number(stock, "SELECT count(*) FROM child")).isZero();
            Set<Integer> there = new HashSet<>();
            try (ResultSet rows = statement.executeQuery("SELECT id FROM t")) {
                while (rows.next()) {
                    there.add(rows.getInt(1));
                }
            }
            assertThat(ledger.lies(there)).isEmpty();
        }
    }
}
