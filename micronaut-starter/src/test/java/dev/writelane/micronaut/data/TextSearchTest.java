package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** IgnoreCase, Like, Contains and escapes. SQLite's LIKE ignores the case of ASCII letters, and of no others. */
class TextSearchTest extends DataTest {
    private BookRepository books;

    @BeforeEach
    void saveBooks() {
        books = bean(BookRepository.class);
        books.saveAll(List.of(
                new Book("100% sure", 1), new Book("100 times", 2), new Book("snake_case", 3), new Book("snakes", 4)));
    }

    @Test
    void caseIsIgnored() {
        assertThat(books.findByTitleIgnoreCase("SNAKES"))
                .get()
                .extracting(Book::pages)
                .isEqualTo(4);
        assertThat(books.findByTitleContainsIgnoreCase("AKE")).hasSize(2);
        assertThat(books.findByTitleContains("nake")).hasSize(2);
        assertThat(books.findByTitleStartsWith("100")).hasSize(2);
    }

    @Test
    void likeTakesPatternsAndEscapes() {
        assertThat(books.findByTitleLike("snake_")).extracting(Book::pages).containsExactly(4);
        assertThat(books.findByEscapedPattern("100\\%%"))
                .extracting(Book::pages)
                .containsExactly(1);
        assertThat(books.findByEscapedPattern("snake\\_%"))
                .extracting(Book::pages)
                .containsExactly(3);
    }

    @Test
    void criteriaEscapeToo() {
        assertThat(books.findAll((root, query, criteria) -> criteria.like(root.get("title"), "100!%%", '!')))
                .extracting(Book::pages)
                .containsExactly(1);
    }
}
