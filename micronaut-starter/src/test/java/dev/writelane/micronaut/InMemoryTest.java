package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Each test context has a database in memory of its own, also while others run in parallel. */
@Execution(ExecutionMode.CONCURRENT)
abstract class InMemoryTest {
    private static final int ROWS = 300;

    @Inject
    Notes notes;

    @Test
    void nobodyElsesRowsAreInIt() {
        for (int i = 1; i <= ROWS; i++) {
            assertThat(notes.save(new Note(null, getClass().getName(), Instant.EPOCH))
                            .id())
                    .isEqualTo(i);
        }
        assertThat(notes.findAll())
                .hasSize(ROWS)
                .extracting(Note::text)
                .containsOnly(getClass().getName());
    }
}
