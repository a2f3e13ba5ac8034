package dev.writelane.examples.boxoffice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.examples.boxoffice.domain.SeatLabel;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public interface SeatImportContract extends Http {

    int LINES = 20_000;

    @Test
    default void whatIsImportedIsExportedInTheSameOrder() {
        long event = event(0, 0);

        assertThat(importCsv(event, seats(LINES)).body()).isEqualTo("{\"imported\":20000}");

        assertThat(number(get("/events/" + event), "seats")).isEqualTo(LINES);
        Answer export = get("/events/" + event + "/export");
        assertThat(export.response().headers().firstValue("Content-Type")).hasValue("text/csv");
        assertThat(export.body().replace(",\n", "\n"))
                .isEqualTo(seats(LINES).replace("price\n", "price,reservation\n"));
    }

    @Test
    default void aWrongLastLineLeavesNoSeatOfTheOthers() {
        long event = event(0, 0);

        Answer answer = importCsv(event, seats(LINES) + "A,1,free\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer, "error")).startsWith("line 20002: price is `free`");
        assertThat(number(get("/events/" + event), "seats")).isZero();
        assertThat(importCsv(event, seats(LINES)).status()).isEqualTo(200);
    }

    @Test
    default void aSeatThatIsThereIsAConflictThatNamesItsLine() {
        long event = event(1, 1);

        Answer inEvent = importCsv(event, "row,number,price\nB,1,1\nA,1,1\n");
        Answer inBatch = importCsv(event, "row,number,price\nB,1,1\nB,2,1\nB,1,1\n");
        Answer inEarlierBatch = importCsv(event(0, 0), seats(LINES) + "B,1,1.00\n");

        assertThat(inEvent.status()).isEqualTo(409);
        assertThat(inEvent.body()).contains("line 3: event " + event + " already has seat A-1");
        assertThat(inBatch.status()).isEqualTo(409);
        assertThat(inBatch.body()).contains("line 4:", "B-1");
        assertThat(inEarlierBatch.status()).isEqualTo(409);
        assertThat(inEarlierBatch.body()).contains("line 20002:", "B-1");
        assertThat(number(get("/events/" + event), "seats")).isEqualTo(1);
    }

    @Test
    default void anUnknownEventIsNotFound() {
        assertThat(importCsv(777, seats(LINES)).status()).isEqualTo(404);
    }

    @Test
    default void crlfAndAMissingLastLineEndAreFine() {
        assertThat(importCsv(event(0, 0), "row,number,price\r\nA,1,9\r\nA,2,9.5")
                        .body())
                .isEqualTo("{\"imported\":2}");
    }

    @Test
    default void whatIsNotUtf8IsRefused() {
        Answer answer = post(
                "/events/" + event(0, 0) + "/seats/import",
                "text/csv",
                BodyPublishers.ofByteArray("row,number,price\nÄ,1,1\n".getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("UTF-8");
    }

    @Test
    default void onlyCsvIsTaken() {
        assertThat(post("/events/1/seats/import", "{}").status()).isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                              | line 1: the header is
            row;number;price                | line 1: the header is
            row,number,price/A,1            | line 2: `A,1` has 2 field(s)
            row,number,price/A,1,2,3        | line 2: `A,1,2,3` has 4 field(s)
            row,number,price/A,1,2//A,2,2   | line 3: `` has 1 field(s)
            row,number,price/a,1,2          | line 2: row is `a`
            row,number,price/A,0,2          | line 2: number is `0`
            row,number,price/A,1, 2         | line 2: price is ` 2`
            row,number,price/A,1,-2         | line 2: price is `-2`
            row,number,price/A,1,2.345      | line 2: price is `2.345`
            row,number,price/"A",1,2        | line 2: row is `"A"`
            """)
    default void aWrongLineIsNamed(String lines, String error) {
        Answer answer = importCsv(event(0, 0), lines.replace('/', '\n'));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer, "error")).startsWith(error);
    }

    @Test
    default void aFileWithoutLineEndsIsRefusedEarly() {
        Answer answer = importCsv(event(0, 0), "row,number,price\n" + "A".repeat(5_000_000));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("line 2: longer than 200 characters");
    }

    private static String seats(int count) {
        StringBuilder csv = new StringBuilder("row,number,price\n");
        for (int i = 0; i < count; i++) {
            csv.append(SeatLabel.rowName(i / 50)).append(',').append(i % 50 + 1).append(",12.50\n");
        }
        return csv.toString();
    }
}
