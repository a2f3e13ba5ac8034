package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** One row saved, found, changed and deleted. */
class CrudTest extends DataTest {
    @Test
    void aRowIsSavedFoundChangedAndDeleted() {
        BookRepository books = bean(BookRepository.class);
        Book saved = books.save(new Book("Emma", 474));
        assertThat(saved.id()).isNotNull();
        assertThat(books.existsById(saved.id())).isTrue();
        assertThat(books.findById(saved.id()))
                .get()
                .extracting(Book::title, Book::pages)
                .containsExactly("Emma", 474);
        books.update(new Book(saved.id(), "Emma", 475, null, List.of()));
        assertThat(books.findById(saved.id())).get().extracting(Book::pages).isEqualTo(475);
        books.updateByTitle("Emma", 476);
        assertThat(books.findMaxPages()).contains(476);
        books.deleteById(saved.id());
        assertThat(books.count()).isZero();
    }

    @Test
    void whatAQueryDeletesIsCounted() {
        BookRepository books = bean(BookRepository.class);
        books.save(new Book("short", 10));
        books.save(new Book("long", 900));
        books.save(new Book("longer", 1000));
        assertThat(books.deleteByPagesGreaterThan(500)).isEqualTo(2);
        assertThat(books.findAll()).extracting(Book::title).containsExactly("short");
    }
}
