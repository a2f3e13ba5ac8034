package dev.writelane.examples.boxoffice.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.examples.boxoffice.contract.EventsContract;
import dev.writelane.examples.boxoffice.contract.LanesContract;
import org.junit.jupiter.api.Test;

class EventsTest extends HttpTest implements EventsContract, LanesContract {

    @Test
    void healthNamesTheDatabase() {
        assertThat(get("/health").body()).contains("\"sqlite-default\"");
    }

    @Test
    void whoeverOperatesItSeesTheLanesAndTheCommits() {
        event(1, 1);

        assertThat(get("/sqlite/default").body()).contains("\"name\":\"write\"", "\"commits\":");
        assertThat(get("/metrics/writelane.commit").body()).containsPattern("\"COUNT\",\"value\":[1-9]");
    }
}
