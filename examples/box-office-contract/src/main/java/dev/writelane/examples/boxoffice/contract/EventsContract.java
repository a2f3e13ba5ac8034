package dev.writelane.examples.boxoffice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public interface EventsContract extends Http {

    @Test
    default void aNewEventIsAnsweredWithItsPlaceAndFoundThere() {
        Answer created = post("/events", """
                {"name":"Gala","venue":"Hall","startsAt":"2026-12-31T20:00:00Z","rows":2,"seatsPerRow":3,"price":10}""");

        assertThat(created.status()).isEqualTo(201);
        // A path or a whole address, as the framework likes it.
        String location = URI.create(
                        created.response().headers().firstValue("Location").orElseThrow())
                .getPath();
        assertThat(location).isEqualTo("/events/" + number(created, "id"));
        assertThat(get(location).body())
                .isEqualTo(created.body())
                .isEqualTo("{\"id\":" + number(created, "id") + ",\"name\":\"Gala\",\"venue\":\"Hall\","
                        + "\"startsAt\":\"2026-12-31T20:00:00Z\",\"sold\":0,\"seats\":6}");
        assertThat(get("/events").body()).contains(created.body());
    }

    @Test
    default void rowsAreNamedFromAtoZThenAA() {
        long event = event(28, 2);

        assertThat(get("/events/" + event + "/seats?page=26&size=2").body())
                .isEqualTo(
                        "{\"content\":[{\"label\":\"AA-1\",\"row\":\"AA\",\"number\":1,\"price\":25.50,\"free\":true},"
                                + "{\"label\":\"AA-2\",\"row\":\"AA\",\"number\":2,\"price\":25.50,\"free\":true}],"
                                + "\"page\":26,\"size\":2,\"total\":56}");
    }

    @Test
    default void anEventWithoutSeatsHasAnEmptyPage() {
        assertThat(get("/events/" + event(0, 0) + "/seats?free=true").body())
                .isEqualTo("{\"content\":[],\"page\":0,\"size\":50,\"total\":0}");
    }

    @Test
    default void freeSeatsAndSoldSeatsAreListedApart() {
        long event = event(1, 3);
        reserve(event, "\"A-2\"");

        assertThat(get("/events/" + event + "/seats?free=true").body())
                .contains("A-1", "A-3", "\"total\":2")
                .doesNotContain("A-2");
        assertThat(get("/events/" + event + "/seats?free=false").body())
                .contains("A-2", "\"free\":false", "\"total\":1")
                .doesNotContain("A-1");
        assertThat(get("/events/" + event + "/seats").body()).contains("\"total\":3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"venue":"V","startsAt":"2026-12-31T20:00:00Z","rows":1,"seatsPerRow":1,"price":1}            | name is missing
            {"name":" ","venue":"V","startsAt":"2026-12-31T20:00:00Z","rows":1,"seatsPerRow":1,"price":1} | name is blank
            {"name":"N","startsAt":"2026-12-31T20:00:00Z","rows":1,"seatsPerRow":1,"price":1}             | venue is missing
            {"name":"N","venue":"V","rows":1,"seatsPerRow":1,"price":1}                                   | startsAt is missing
            {"name":"N","venue":"V","startsAt":"soon","rows":1,"seatsPerRow":1,"price":1}                 | startsAt is "soon"
            {"name":"N","venue":"V","startsAt":"+10000-01-01T00:00:00Z","rows":1,"seatsPerRow":1,"price":1}   | startsAt is "+10000
            {"name":"N","venue":"V","startsAt":"2026-12-31T20:00:00Z","rows":-1,"seatsPerRow":1,"price":1}    | rows is -1
            {"name":"N","venue":"V","startsAt":"2026-12-31T20:00:00Z","rows":1,"price":1}                     | seatsPerRow is missing
            {"name":"N","venue":"V","startsAt":"2026-12-31T20:00:00Z","rows":9999,"seatsPerRow":99,"price":1} | at most 100000
            {"name":"N","venue":"V","startsAt":"2026-12-31T20:00:00Z","rows":1,"seatsPerRow":1,"price":-1}    | price is -1
            {"name":"N","venue":"V","startsAt":"2026-12-31T20:00:00Z","rows":1,"seatsPerRow":1,"price":1.005} | price is 1.005
            {"name":"N","venue":"V","startsAt":"2026-12-31T20:00:00Z","rows":1,"seatsPerRow":1,"price":1e2147483647} | price is 1E+2147483647
            {"name":"N","venue":"V","startsAt":"2026-12-31T20:00:00Z","rows":1,"seatsPerRow":1}               | price is missing
            {"name":                                                                                          | Invalid JSON
            """)
    default void aWrongEventIsRefusedByTheNameOfWhatIsWrong(String body, String error) {
        Answer answer = post("/events", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(map(answer)).containsOnlyKeys("error");
        assertThat(text(answer, "error")).contains(error);
    }

    @ParameterizedTest
    @CsvSource({
        "/events/777, 404, There is no event 777.",
        "/events/777/seats, 404, There is no event 777.",
        "/events/777/export, 404, There is no event 777.",
        "/events/abc, 400, abc",
        "/events/1/seats?page=one, 400, one",
        "/events/1/seats?free=maybe, 400, free is `maybe`",
        "/events/1/seats?page=-1, 400, page is -1",
        "/events/1/seats?size=0, 400, size is 0",
        "/events/1/seats?size=1001, 400, size is 1001",
        "/nowhere, 404, Not Found"
    })
    default void whatIsNotThereOrMakesNoSenseIsAnsweredWithAnError(String path, int status, String error) {
        Answer answer = get(path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(map(answer)).containsOnlyKeys("error");
        assertThat(text(answer, "error")).contains(error);
    }
}
