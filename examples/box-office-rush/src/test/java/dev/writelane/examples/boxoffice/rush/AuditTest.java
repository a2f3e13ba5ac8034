package dev.writelane.examples.boxoffice.rush;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditTest {
    @TempDir
    Path directory;

    private Path database;
    private Path ledger;

    @BeforeEach
    void oneReservationAcknowledgedAndStored() throws Exception {
        database = directory.resolve("box-office.db");
        ledger = directory.resolve("ledger");
        execute("PRAGMA journal_mode = WAL");
        for (String sql : FakeBoxOffice.schema()) {
            execute(sql);
        }
        execute("INSERT INTO event VALUES (1, 'Concert', 'Hall', '2026-12-31T20:00:00Z', 2)");
        execute("INSERT INTO seat VALUES (1, 1, 'A', 1, '25.10', 'r1'), (2, 1, 'A', 2, '25.10', 'r1')");
        execute("INSERT INTO seat VALUES (3, 1, 'A', 3, '25.10', NULL)");
        execute("INSERT INTO reservation VALUES ('r1', 1, 'Ann', 'A-1,A-2', '50.20', '2026-11-01T10:00:00Z')");
        ledger("event\t1\t3", "sold\tr1\t1\tAnn\t50.20\tA-1,A-2");
    }

    @Test
    void aSoundFileHolds() {
        Said said = audit();

        assertThat(said.text()).contains("Audit OK: all 13 checks hold").doesNotContain("FAILED");
        assertThat(said.status()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UPDATE seat SET reservation_id = NULL WHERE id = 2    | each reservation holds the seats it lists
            UPDATE seat SET reservation_id = 'r1' WHERE id = 3    | each reserved seat is listed by its reservation
            UPDATE seat SET reservation_id = 'r9' WHERE id = 3    | each reserved seat is listed by its reservation
            UPDATE event SET sold = 1                             | each event's sold counter equals its reservations' seats
            UPDATE reservation SET total = '50.19'                | each reservation's total equals its seats' prices
            UPDATE reservation SET total = '50.19'                | each acknowledged reservation is present as acknowledged
            UPDATE reservation SET customer = 'Bob'               | each acknowledged reservation is present as acknowledged
            UPDATE reservation SET seats = 'A-1,A-3'              | each acknowledged reservation is present as acknowledged
            UPDATE reservation SET event_id = 9                   | PRAGMA foreign_key_check finds nothing
            DELETE FROM seat WHERE id = 3                         | each event of the rush is there with all seats
            """)
    void eachBrokenPromiseIsNamed(String sql, String promise) throws Exception {
        execute(sql);

        Said said = audit();

        assertThat(said.text()).contains("FAILED  " + promise).contains("Audit FAILED");
        assertThat(said.status()).isEqualTo(1);
    }

    @Test
    void aCancelledReservationHasToBeGone() throws Exception {
        ledger("event\t1\t3", "sold\tr1\t1\tAnn\t50.20\tA-1,A-2", "cancelled\tr1");

        assertThat(audit().text()).contains("FAILED  each cancelled reservation is gone", "r1 was cancelled");
    }

    @Test
    void anUnknownOutcomeMayHaveGoneEitherWay() throws Exception {
        ledger("event\t1\t3", "sale-unknown\tAnn\t1\tA-1,A-2", "sale-unknown\tBob\t1\tA-3");

        assertThat(audit().text()).contains("note    2 sales or cancellations of unknown outcome", "Audit OK");
    }

    @Test
    void anUnknownSaleDoesNotExcuseOtherSeats() throws Exception {
        ledger("event\t1\t3", "sale-unknown\tAnn\t1\tA-2,A-3");

        assertThat(audit().text()).contains("FAILED  no reservation is unacknowledged");
    }

    @Test
    void anIdAcknowledgedTwiceIsNamed() throws Exception {
        ledger("event\t1\t3", "sold\tr1\t1\tAnn\t50.20\tA-1,A-2", "sold\tr1\t1\tBob\t50.20\tA-1,A-2");

        assertThat(audit().text()).contains("FAILED  no id was acknowledged for two sales", "to Bob");
    }

    @Test
    void aLedgerThatWasCutOffProvesNothing() throws Exception {
        Files.writeString(ledger, Ledger.TITLE + "\nevent\t1\t3\n");

        Said said = audit();

        assertThat(said.text()).contains("Audit FAILED", "cut off");
        assertThat(said.status()).isEqualTo(1);
    }

    @Test
    void whatIsNoDatabaseIsNamed() throws Exception {
        Files.writeString(database, "this is a text file, and long enough to be looked at as one".repeat(20));

        Said said = audit();

        assertThat(said.text()).contains("Audit FAILED: " + database + " cannot be read");
        assertThat(said.status()).isEqualTo(1);
    }

    @Test
    void theAuditLeavesTheFileAsItIs() throws Exception {
        byte[] before = Files.readAllBytes(database);

        audit();

        assertThat(Files.readAllBytes(database)).isEqualTo(before);
    }

    private Said audit() {
        return Said.by(out -> Audit.run(out, out, "--database=" + database, "--ledger=" + ledger));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void ledger(String... lines) throws Exception {
        Files.writeString(ledger, Ledger.TITLE + "\n" + String.join("\n", lines) + "\nend\t" + lines.length + "\n");
    }
}
