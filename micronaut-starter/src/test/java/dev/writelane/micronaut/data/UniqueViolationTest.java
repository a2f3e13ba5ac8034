package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.data.exceptions.DataAccessException;
import jakarta.data.exceptions.EntityExistsException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A unique violation arrives as Micronaut Data promises: DataAccessException, and EntityExistsException with Jakarta Data. */
class UniqueViolationTest extends DataTest {
    private static final Genre AGAIN = new Genre(null, "novel");

    @BeforeEach
    void saveOne() {
        bean(GenreRepository.class).save(AGAIN);
    }

    @Test
    void aRepositoryThrowsADataAccessExceptionWithItsCause() {
        GenreRepository genres = bean(GenreRepository.class);
        for (Runnable save : List.<Runnable>of(() -> genres.save(AGAIN), () -> genres.saveAll(List.of(AGAIN, AGAIN)))) {
            assertThatThrownBy(save::run)
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("genre.name")
                    .hasStackTraceContaining(SQLIntegrityConstraintViolationException.class.getName())
                    .extracting(DataTest::sqlState)
                    .isEqualTo("23505");
        }
        assertThat(genres.count()).isEqualTo(1);
    }

    @Test
    void insideATransactionItLeavesTheRest() {
        GenreRepository genres = bean(GenreRepository.class);
        scope().transaction(() -> {
            genres.save(new Genre(null, "before"));
            assertThatThrownBy(() -> genres.save(AGAIN)).isInstanceOf(DataAccessException.class);
            return genres.save(new Genre(null, "after"));
        });
        assertThat(genres.findAll()).extracting(Genre::name).containsExactlyInAnyOrder("novel", "before", "after");
    }

    @Test
    void jakartaDataSaysThatTheEntityExists() {
        assertThatThrownBy(() -> bean(GenreData.class).insert(AGAIN)).isInstanceOf(EntityExistsException.class);
        assertThatThrownBy(() -> bean(GenreData.class).insertAll(List.of(new Genre(null, "new"), AGAIN)))
                .isInstanceOf(EntityExistsException.class);
        assertThat(bean(GenreRepository.class).count()).isEqualTo(1);
    }
}
