package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.data.model.CursoredPage;
import io.micronaut.data.model.CursoredPageable;
import io.micronaut.data.model.Page;
import io.micronaut.data.model.Pageable;
import io.micronaut.data.model.Slice;
import io.micronaut.data.model.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Page, Slice, CursoredPage and Sort. */
class PagingTest extends DataTest {
    private static final Sort BY_PAGES = Sort.of(Sort.Order.asc("pages"));

    private BookRepository books;

    @BeforeEach
    void saveBooks() {
        books = bean(BookRepository.class);
        books.saveAll(IntStream.rangeClosed(1, 25)
                .mapToObj(i -> new Book("title " + i % 5, i))
                .toList());
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void aPageKnowsTheTotal() {
        Page<Book> page = books.findByPagesGreaterThan(5, Pageable.from(1, 7, BY_PAGES));
        assertThat(page.getContent()).extracting(Book::pages).containsExactlyElementsOf(range(13, 19));
        assertThat(page.getTotalSize()).isEqualTo(20);
        assertThat(page.getTotalPages()).isEqualTo(3);
        assertThat(books.findAll(Pageable.from(2, 10, BY_PAGES)).getContent()).hasSize(5);
    }

    @Test
    void aSliceKnowsNone() {
        Slice<Book> slice = books.findByPagesLessThan(11, Pageable.from(1, 4, BY_PAGES));
        assertThat(slice.getContent()).extracting(Book::pages).containsExactlyElementsOf(range(5, 8));
    }

    @Test
    void cursorsGoThroughAllPagesForwardAndBack() {
        CursoredPageable first = CursoredPageable.from(6, Sort.of(Sort.Order.desc("title"), Sort.Order.asc("pages")));
        CursoredPage<Book> page = books.findByPagesGreaterThanEquals(4, first);
        List<Integer> seen = new ArrayList<>();
        CursoredPage<Book> beforeLast = page;
        while (!page.getContent().isEmpty()) {
            page.getContent().forEach(book -> seen.add(book.pages()));
            beforeLast = page;
            if (!page.hasNext()) {
                break;
            }
            page = books.findByPagesGreaterThanEquals(4, page.nextPageable());
        }
        assertThat(seen).hasSize(22).doesNotHaveDuplicates().startsWith(4, 9, 14, 19, 24, 8);
        CursoredPage<Book> back = books.findByPagesGreaterThanEquals(4, beforeLast.previousPageable());
        assertThat(back.getContent()).hasSize(6);
        assertThat(seen)
                .containsSubsequence(back.getContent().stream().map(Book::pages).toList());
    }

    @Test
    void sortsByMoreThanOne() {
        Sort sort = Sort.of(Sort.Order.asc("title"), Sort.Order.desc("pages"));
        assertThat(books.findByPagesBetween(3, 9, sort)).extracting(Book::pages).containsExactly(5, 6, 7, 8, 3, 9, 4);
        assertThat(books.findAll(Sort.of(Sort.Order.desc("pages"))))
                .first()
                .extracting(Book::pages)
                .isEqualTo(25);
    }
}
