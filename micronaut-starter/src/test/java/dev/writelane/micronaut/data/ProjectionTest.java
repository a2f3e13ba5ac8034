package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.data.model.Page;
import io.micronaut.data.model.Pageable;
import io.micronaut.data.model.Sort;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parts of rows: a property, an aggregate, a DTO. */
class ProjectionTest extends DataTest {
    @Test
    void propertiesAggregatesAndDtos() {
        BookRepository books = bean(BookRepository.class);
        books.saveAll(List.of(new Book("Emma", 474), new Book("Persuasion", 249), new Book("Ulysses", 730)));
        assertThat(books.findTitleByPagesGreaterThanOrderByTitle(300)).containsExactly("Emma", "Ulysses");
        assertThat(books.findMaxPages()).contains(730);
        assertThat(books.queryByPagesGreaterThanOrderByPages(300))
                .containsExactly(new Title("Emma", 474), new Title("Ulysses", 730));
        Page<Title> page = books.searchByPagesGreaterThan(1, Pageable.from(1, 2, Sort.of(Sort.Order.asc("pages"))));
        assertThat(page.getContent()).containsExactly(new Title("Ulysses", 730));
        assertThat(page.getTotalSize()).isEqualTo(3);
    }
}
