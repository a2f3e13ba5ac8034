package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.data.exceptions.DataAccessException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is saved with its owner gets ids and keys. */
class CascadeTest extends DataTest {
    @Test
    void manyAreSavedWithTheirOneAndKnowIt() throws Exception {
        Author saved = bean(AuthorRepository.class)
                .save(new Author("Austen", new Book("Emma", 474), new Book("Persuasion", 249)));
        assertThat(saved.id()).isNotNull();
        assertThat(saved.books()).extracting(Book::id).doesNotContainNull().doesNotHaveDuplicates();
        assertThat(stored("SELECT DISTINCT author_id FROM book")).containsExactly(String.valueOf(saved.id()));
    }

    @Test
    void severalOwnersAtOnceEachKeepTheirOwn() throws Exception {
        bean(AuthorRepository.class)
                .saveAll(List.of(
                        new Author("A", new Book("a1", 1), new Book("a2", 2)),
                        new Author("B", new Book("b1", 3)),
                        new Author("C")));
        assertThat(stored("SELECT name || ' ' || title FROM book JOIN author ON author.id = author_id ORDER BY 1"))
                .containsExactly("A a1", "A a2", "B b1");
    }

    @Test
    void theJoinTableIsFilled() throws Exception {
        bean(BookRepository.class)
                .saveAll(List.of(
                        new Book("one", 1, new Genre(null, "novel"), new Genre(null, "satire")),
                        new Book("two", 2, new Genre(null, "essay"))));
        assertThat(stored("SELECT title || ' ' || name FROM book_genre JOIN book ON book.id = book_id"
                        + " JOIN genre ON genre.id = genre_id ORDER BY 1"))
                .containsExactly("one novel", "one satire", "two essay");
    }

    @Test
    void anOwnerThatIsStillReferredToCannotBeDeleted() {
        AuthorRepository authors = bean(AuthorRepository.class);
        Author saved = authors.save(new Author("Austen", new Book("Emma", 474)));
        assertThatThrownBy(() -> authors.deleteById(saved.id()))
                .isInstanceOf(DataAccessException.class)
                .extracting(DataTest::sqlState)
                .isEqualTo("23503");
    }
}
