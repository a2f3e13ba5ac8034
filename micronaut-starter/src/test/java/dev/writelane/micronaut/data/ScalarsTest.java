package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Enums, UUID, byte[], JSON columns and the primitive types. */
class ScalarsTest extends DataTest {
    private static final UUID ID = UUID.fromString("0e984725-c51c-4bf4-9960-e1c80e27aba0");

    private static Scalars scalars(UUID uuid, String text) {
        return new Scalars(
                null,
                true,
                Byte.MIN_VALUE,
                Short.MAX_VALUE,
                Integer.MIN_VALUE,
                Long.MAX_VALUE,
                0.1f,
                Double.MIN_VALUE,
                'ß',
                text,
                Grade.HIGH,
                Grade.HIGH,
                uuid,
                new byte[] {0, -1, 127},
                Map.of("a", List.of(1, 2)),
                null,
                null,
                null);
    }

    @Test
    void everyValueComesBackAsItWas() {
        ScalarsRepository repository = bean(ScalarsRepository.class);
        Scalars saved = repository.save(scalars(ID, "007"));
        Scalars found = repository.findById(saved.id()).orElseThrow();
        assertThat(found).usingRecursiveComparison().isEqualTo(saved);
        assertThat(repository.findByUuid(ID)).isPresent();
        assertThat(repository.findByGrade(Grade.HIGH)).hasSize(1);
        assertThat(repository.findByGrade(Grade.LOW)).isEmpty();
        assertThat(repository.findByTruthTrue()).hasSize(1);
        assertThat(repository.findByLarge(Long.MAX_VALUE)).hasSize(1);
    }

    @Test
    void whatIsStoredIsReadableSql() throws Exception {
        bean(ScalarsRepository.class).save(scalars(ID, "1e5"));
        assertThat(
                        stored(
                                "SELECT concat_ws(' ', truth, text, grade, ordinal, uuid, hex(bytes), json ->> '$.a[1]') FROM scalars"))
                .containsExactly("1 1e5 HIGH 1 " + ID + " 00FF7F 2");
        assertThat(stored("SELECT typeof(whole) || typeof(real) || typeof(text) || typeof(bytes) || typeof(json)"
                        + " FROM scalars"))
                .containsExactly("integerrealtextblobtext");
    }
}
