package dev.writelane.examples.boxoffice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is answered on SQLite alone. */
public interface LanesContract extends Http {

    @Test
    default void statusAndHealthTellHowTheDatabaseIs() {
        Answer status = get("/status");
        Answer health = get("/health");

        assertThat(status.status()).isEqualTo(200);
        assertThat(map(status)).containsEntry("policy", "single-writer").containsKeys("lanes", "queues", "counters");
        assertThat(Instant.parse(text(status, "takenAt"))).isBeforeOrEqualTo(Instant.now());
        assertThat(health.status()).isEqualTo(200);
        assertThat(text(health, "status")).isEqualTo("UP");
    }
}
