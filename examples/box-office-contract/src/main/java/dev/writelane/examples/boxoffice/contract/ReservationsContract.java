package dev.writelane.examples.boxoffice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public interface ReservationsContract extends Http {

    @Test
    default void aTicketHasTheSeatsInTheOrderAskedForAndTheirSum() {
        long event = event(2, 2);
        Instant before = Instant.now();

        Answer answer = reserve(event, "\"B-2\",\"A-1\"");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).contains("\"total\":51.00");
        assertThat(map(answer))
                .containsEntry("customer", "Ann")
                .containsEntry("seats", List.of("B-2", "A-1"))
                .containsKeys("id", "createdAt");
        assertThat(number(answer, "eventId")).isEqualTo(event);
        assertThat(Instant.parse(text(answer, "createdAt"))).isBetween(before.minusMillis(1), Instant.now());
        assertThat(number(get("/events/" + event), "sold")).isEqualTo(2);
        assertThat(get("/events/" + event + "/export").body())
                .contains("A,1,25.50," + map(answer).get("id"), "A,2,25.50,\n", "B,1,25.50,\n");
    }

    @Test
    default void aConflictNamesTheTakenSeatsAndSellsNone() {
        long event = event(1, 3);
        reserve(event, "\"A-1\",\"A-2\"");

        Answer answer = reserve(event, "\"A-2\",\"A-3\"");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body()).isEqualTo("{\"error\":\"Already taken: A-2\",\"taken\":[\"A-2\"]}");
        assertThat(number(get("/events/" + event), "sold")).isEqualTo(2);
        assertThat(reserve(event, "\"A-3\"").status()).isEqualTo(201);
    }

    @Test
    default void aCancelledReservationFreesItsSeatsOnce() {
        long event = event(1, 2);
        String reservation =
                "/reservations/" + map(reserve(event, "\"A-1\",\"A-2\"")).get("id");

        assertThat(delete(reservation).status()).isEqualTo(204);
        assertThat(delete(reservation).status()).isEqualTo(404);
        assertThat(number(get("/events/" + event), "sold")).isZero();
        assertThat(reserve(event, "\"A-1\",\"A-2\"").status()).isEqualTo(201);
    }

    @Test
    default void anUnknownReservationIsNotFound() {
        assertThat(delete("/reservations/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(delete("/reservations/no-uuid").body())
                .isEqualTo("{\"error\":\"There is no reservation no-uuid.\"}");
    }

    @Test
    default void anUnknownEventHasNoSeatsToSell() {
        assertThat(reserve(777, "\"A-1\"").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"seats":["A-1"]}                              | customer is missing
            {"customer":"","seats":["A-1"]}                | customer is blank
            {"customer":"Ann"}                             | seats is missing
            {"customer":"Ann","seats":[]}                  | seats is missing or empty
            {"customer":"Ann","seats":["A-1","A-1"]}       | A-1 is there twice
            {"customer":"Ann","seats":["A1"]}              | "A1" is no seat
            {"customer":"Ann","seats":["A-01"]}            | "A-01" is no seat
            {"customer":"Ann","seats":[null]}              | "null" is no seat
            {"customer":"Ann","seats":["A-9"]}             | has no seat A-9
            """)
    default void aWrongReservationIsRefusedByTheNameOfWhatIsWrong(String body, String error) {
        Answer answer = post("/events/" + event(1, 1) + "/reservations", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(map(answer)).containsOnlyKeys("error");
        assertThat(text(answer, "error")).contains(error);
    }
}
