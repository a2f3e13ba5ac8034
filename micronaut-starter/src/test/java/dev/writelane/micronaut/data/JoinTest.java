package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Associations are fetched by joins. */
class JoinTest extends DataTest {
    private AuthorRepository authors;

    @BeforeEach
    void saveAuthors() {
        authors = bean(AuthorRepository.class);
        authors.saveAll(List.of(
                new Author("Joyce", new Book("Ulysses", 730, new Genre(null, "novel"), new Genre(null, "modern"))),
                new Author("Austen", new Book("Emma", 474), new Book("Persuasion", 249)),
                new Author("Nobody")));
    }

    @Test
    void oneToManyIsFetchedWithItsOne() {
        Author austen = authors.listOrderByName().get(0);
        assertThat(austen.books()).extracting(Book::title).containsExactlyInAnyOrder("Emma", "Persuasion");
        assertThat(authors.queryById(austen.id()).orElseThrow().books()).hasSize(2);
    }

    @Test
    void aJoinThatFindsNothingKeepsItsRow() {
        List<Author> all = authors.listOrderByName();
        assertThat(all).extracting(Author::name).containsExactly("Austen", "Joyce", "Nobody");
        assertThat(all.get(2).books()).isNullOrEmpty();
    }

    @Test
    void manyToManyIsFetchedThroughTheJoinTable() {
        Book ulysses = authors.listOrderByName().get(1).books().get(0);
        assertThat(ulysses.genres()).extracting(Genre::name).containsExactlyInAnyOrder("novel", "modern");
    }

    @Test
    void manyToOneIsFetchedAndSearchedBy() {
        List<Book> books = bean(BookRepository.class).findByAuthorName("Austen");
        assertThat(books)
                .hasSize(2)
                .allSatisfy(book -> assertThat(book.author().name()).isEqualTo("Austen"));
    }
}
