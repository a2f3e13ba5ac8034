package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.data.exceptions.DataAccessException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** saveAll, updateAll and deleteAll: each row its own id, all or nothing, inside a transaction and outside. */
class BatchTest extends DataTest {
    private static List<Genre> genres(int count) {
        return IntStream.range(0, count).mapToObj(i -> new Genre(null, "g" + i)).toList();
    }

    private GenreRepository repository() {
        return bean(GenreRepository.class);
    }

    private void saveChangeAndDelete() {
        List<Genre> saved = repository().saveAll(genres(100));
        assertThat(saved).extracting(Genre::id).doesNotContainNull().doesNotHaveDuplicates();
        assertThat(saved)
                .allSatisfy(
                        genre -> assertThat(repository().findById(genre.id())).contains(genre));

        List<Genre> changed = saved.stream()
                .map(g -> new Genre(g.id(), "changed " + g.name()))
                .toList();
        repository().updateAll(changed);
        assertThat(repository().findAll()).containsExactlyInAnyOrderElementsOf(changed);

        repository().deleteAll(changed.subList(0, 60));
        assertThat(repository().count()).isEqualTo(40);
        repository().deleteAll();
        assertThat(repository().count()).isZero();
    }

    @Test
    void outsideOfATransaction() {
        saveChangeAndDelete();
    }

    @Test
    void insideOfATransaction() {
        scope().transaction(() -> {
            saveChangeAndDelete();
            return null;
        });
    }

    @Test
    void oneRowThatFailsLeavesNoneOfTheBatch() {
        List<Genre> withDouble = new ArrayList<>(genres(10));
        withDouble.add(new Genre(null, "g3"));
        assertThatThrownBy(() -> repository().saveAll(withDouble)).isInstanceOf(DataAccessException.class);
        assertThat(repository().count()).isZero();
    }

    @Test
    void aTransactionThatThrowsTakesItsBatchesAlong() {
        assertThatThrownBy(() -> scope().transaction(() -> {
                    repository().saveAll(genres(10));
                    throw new IllegalStateException("after the batch");
                }))
                .hasMessage("after the batch");
        assertThat(repository().count()).isZero();
    }
}
