package dev.writelane.examples.boxoffice.rush;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RushTest {
    @TempDir
    Path directory;

    @Test
    void aRightBoxOfficePasses() throws Exception {
        Said said = rush(Fault.NONE, "--events=2", "--seconds=60", "--requests=500");

        assertThat(said.text())
                .contains("Rush: 8 clients for 60 s")
                .contains("p99.9 ms")
                .contains("Audit OK")
                .contains("Rush OK")
                .doesNotContain("FAILED");
        assertThat(said.text().lines().filter(line -> line.startsWith("sale ")).findFirst())
                .as("customers collide, so there are conflicts")
                .hasValueSatisfying(row -> assertThat(row.split(" +")[3]).isNotEqualTo("0"));
        assertThat(said.status()).isZero();
        assertThat(directory.resolve("box-office.db.ledger")).exists();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DOUBLE_SALE        | no seat is in two reservations
            LOST_COUNTER       | each event's sold counter equals its reserved seats
            LOST_RESERVATION   | each acknowledged reservation is present as acknowledged
            UNACKNOWLEDGED_ROW | no reservation is unacknowledged
            LOST_CANCELLATION  | each cancelled reservation is gone
            WRONG_TOTAL        | each reservation's total equals its seats' prices
            """)
    void theAuditNamesTheFault(Fault fault, String promise) throws Exception {
        // So many requests, however long they take: each fault happens many times among them.
        Said said = rush(fault, "--seconds=60", "--requests=1000");

        assertThat(said.text())
                .contains("FAILED  " + promise)
                .contains("Audit FAILED")
                .contains("Rush FAILED");
        assertThat(said.status()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SERVER_ERROR   | 500  | answered 500
            CUT_CONNECTION | 500  | connection broke
            TORN_EXPORT    | 2000 | not one snapshot
            """)
    void aWrongAnswerFailsTheRushThoughTheFileIsSound(Fault fault, int requests, String complaint) throws Exception {
        // Of 200 requests one is an export.
        Said said = rush(fault, "--seconds=60", "--requests=" + requests);

        assertThat(said.text()).contains(complaint).contains("Audit OK").contains("Rush FAILED: the audit holds, and");
        assertThat(said.status()).isEqualTo(1);
    }

    @Test
    void whatWasSoldBeforeIsNotHeldAgainstTheServer() throws Exception {
        Path database = directory.resolve("box-office.db");
        try (FakeBoxOffice office = new FakeBoxOffice(database, 0, Fault.NONE)) {
            String url = "--url=" + office.url();
            String file = "--database=" + database;
            Said first = Said.by(out -> Rush.run(out, out, url, file, "--requests=300", "--clients=2", "--events=1"));
            Said second = Said.by(
                    out -> Rush.run(out, out, url, file, "--requests=300", "--clients=2", "--events=0", "--event=1"));

            assertThat(first.text()).contains("Rush OK");
            assertThat(second.text()).contains("Rush OK");
        }
    }

    @Test
    void theReportHasTheTotals() throws Exception {
        Path report = directory.resolve("report.properties");

        rush(Fault.NONE, "--seconds=60", "--requests=500", "--report=" + report);

        assertThat(properties(report))
                .containsEntry("requests", "500")
                .containsEntry("requests-in-time", "500")
                .containsEntry("errors", "0")
                .containsEntry("audit-holds", "true")
                .containsEntry("audit-offences", "0")
                .containsKeys("seconds", "sold-and-cancelled", "p50", "p99", "p99.9", "max");
    }

    @Test
    void anAnswerAfterTheEndIsARequestButNotOneInTime() throws Exception {
        Path report = directory.resolve("report.properties");
        Properties figures;
        int attempts = 0;
        do {
            Path database = directory.resolve("box-office-" + attempts + ".db");
            rush(database, Fault.LATE_ANSWER, "--report=" + report);
            figures = properties(report);
            // The 14th answer is the first that is late. Of 30 at most 8 were under way at the end: it was begun.
        } while (number(figures, "requests") < 30 && ++attempts < 20);

        assertThat(figures).containsEntry("errors", "0").containsEntry("audit-holds", "true");
        // Each of 8 customers has a held answer, or asks until the end.
        assertThat(number(figures, "requests-in-time")).isBetween(1L, number(figures, "requests") - 1);
        assertThat(number(figures, "sold-and-cancelled-in-time"))
                .isBetween(1L, number(figures, "sold-and-cancelled"))
                .isLessThan(number(figures, "requests-in-time"));
        assertThat(Double.parseDouble(figures.getProperty("seconds"))).isGreaterThan(1.5);
    }

    private static long number(Properties figures, String key) {
        return Long.parseLong(figures.getProperty(key));
    }

    @Test
    void theReportHasWhatTheAuditFound() throws Exception {
        Path report = directory.resolve("report.properties");

        rush(Fault.LOST_RESERVATION, "--seconds=60", "--requests=500", "--report=" + report);

        assertThat(properties(report)).containsEntry("audit-holds", "false");
        assertThat(Long.parseLong((String) properties(report).get("audit-offences")))
                .isPositive();
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return properties;
    }

    @Test
    void theNumberOfRequestsIsBounded() throws Exception {
        Said said = rush(Fault.NONE, "--seconds=60", "--requests=500");

        assertThat(said.text()).contains("500 requests in ");
        assertThat(said.status()).isZero();
    }

    @Test
    void theTimeIsBounded() throws Exception {
        Path report = directory.resolve("report.properties");

        Said said = rush(Fault.NONE, "--report=" + report);

        assertThat(said.text()).contains("Rush: 8 clients for 1 s");
        Properties figures = properties(report);
        assertThat(Double.parseDouble(figures.getProperty("seconds"))).isGreaterThanOrEqualTo(1);
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path database = Files.createFile(directory.resolve("box-office.db"));

        Said said = Said.by(
                out -> Rush.run(out, out, "--url=http://localhost:" + port, "--database=" + database, "--seconds=1"));

        assertThat(said.text())
                .contains("The rush cannot begin")
                .contains(":" + port)
                .contains("nothing answers there");
        assertThat(said.status()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --clients=0                  | --clients has to be between 1 and 1024, not 0
            --clients=many               | Invalid value for option '--clients'
            --seconds=3601               | --seconds has to be between 1 and 3600, not 3601
            --url=http://192.0.2.1:8080  | --url: 192.0.2.1 is not this machine
            --url=https://localhost      | --url: `https://localhost` is no address like
            --url=localhost:8080         | --url: `localhost:8080` is no address like
            --events=0                   | nothing to sell
            --event=7,--event=7          | --event names an event twice
            --colour=red                 | Unknown option: '--colour=red'
            """)
    void aWrongArgumentIsNamed(String arguments, String complaint) throws Exception {
        Path database = Files.createFile(directory.resolve("box-office.db"));

        Said said = Said.by(out -> Rush.run(out, out, ("--database=" + database + "," + arguments).split(",")));

        assertThat(said.text()).contains(complaint);
        assertThat(said.status()).isEqualTo(2);
    }

    @Test
    void aMissingDatabaseIsNamed() {
        Said without = Said.by(out -> Rush.run(out, out));
        Said wrong = Said.by(out -> Rush.run(out, out, "--database=" + directory.resolve("none.db")));

        assertThat(without.text()).contains("Missing required option: '--database=<database>'");
        assertThat(wrong.text()).contains("--database: there is no file " + directory.resolve("none.db"));
        assertThat(wrong.status()).isEqualTo(2);
    }

    private Said rush(Fault fault, String... more) throws Exception {
        return rush(directory.resolve("box-office.db"), fault, more);
    }

    private static Said rush(Path database, Fault fault, String... more) throws Exception {
        try (FakeBoxOffice office = new FakeBoxOffice(database, 0, fault)) {
            return Said.by(out -> {
                List<String> arguments = new ArrayList<>();
                arguments.add("--url=" + office.url());
                arguments.add("--database=" + database);
                arguments.add("--clients=8");
                if (Arrays.stream(more).noneMatch(argument -> argument.startsWith("--seconds"))) {
                    arguments.add("--seconds=1");
                }
                arguments.addAll(List.of(more));
                return Rush.run(out, out, arguments.toArray(String[]::new));
            });
        }
    }
}
