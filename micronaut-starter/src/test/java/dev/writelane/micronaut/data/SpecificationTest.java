package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.data.model.Pageable;
import io.micronaut.data.model.Sort;
import io.micronaut.data.repository.jpa.criteria.CriteriaDeleteBuilder;
import io.micronaut.data.repository.jpa.criteria.CriteriaQueryBuilder;
import io.micronaut.data.repository.jpa.criteria.CriteriaUpdateBuilder;
import io.micronaut.data.repository.jpa.criteria.PredicateSpecification;
import io.micronaut.data.repository.jpa.criteria.QuerySpecification;
import jakarta.persistence.criteria.CriteriaDelete;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.CriteriaUpdate;
import jakarta.persistence.criteria.Root;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Specifications and criteria, put together at run time. */
class SpecificationTest extends DataTest {
    private BookRepository books;

    @BeforeEach
    void saveBooks() {
        books = bean(BookRepository.class);
        books.saveAll(List.of(new Book("Emma", 474), new Book("Persuasion", 249), new Book("Ulysses", 730)));
    }

    private static PredicateSpecification<Book> longerThan(int pages) {
        return (root, criteria) -> criteria.greaterThan(root.get("pages"), pages);
    }

    private static PredicateSpecification<Book> titled(String pattern) {
        return (root, criteria) -> criteria.like(root.get("title"), pattern);
    }

    @Test
    void predicatesAreCombined() {
        assertThat(books.findAll(longerThan(300).and(titled("%s%"))))
                .extracting(Book::title)
                .containsExactly("Ulysses");
        assertThat(books.count(longerThan(300).or(titled("P%")))).isEqualTo(3);
        assertThat(books.exists(PredicateSpecification.not(longerThan(100)))).isFalse();
        assertThat(books.findAll(longerThan(100), Pageable.from(0, 2, Sort.of(Sort.Order.asc("pages"))))
                        .getTotalSize())
                .isEqualTo(3);
    }

    @Test
    void subqueriesInListsAndRanges() {
        QuerySpecification<Book> longest = (root, query, criteria) -> {
            var subquery = query.subquery(Integer.class);
            Root<Book> all = subquery.from(Book.class);
            subquery.select(criteria.max(all.get("pages")));
            return criteria.equal(root.get("pages"), subquery);
        };
        assertThat(books.findAll(longest)).extracting(Book::title).containsExactly("Ulysses");
        PredicateSpecification<Book> listed =
                (root, criteria) -> root.get("title").in(List.of("Emma", "none"));
        assertThat(books.findAll(listed)).hasSize(1);
        PredicateSpecification<Book> between = (root, criteria) -> criteria.between(root.get("pages"), 200, 480);
        assertThat(books.findAll(between)).hasSize(2);
    }

    @Test
    void criteriaSelectUpdateAndDelete() {
        CriteriaQueryBuilder<String> titles = criteria -> {
            CriteriaQuery<String> query = criteria.createQuery(String.class);
            Root<Book> root = query.from(Book.class);
            return query.select(root.get("title")).orderBy(criteria.desc(root.get("pages")));
        };
        assertThat(books.findAll(titles)).containsExactly("Ulysses", "Emma", "Persuasion");
        CriteriaUpdateBuilder<Book> update = criteria -> {
            CriteriaUpdate<Book> query = criteria.createCriteriaUpdate(Book.class);
            Root<Book> root = query.from(Book.class);
            return query.set("pages", 500).where(criteria.equal(root.get("title"), "Emma"));
        };
        assertThat(books.updateAll(update)).isEqualTo(1);
        CriteriaDeleteBuilder<Book> delete = criteria -> {
            CriteriaDelete<Book> query = criteria.createCriteriaDelete(Book.class);
            Root<Book> root = query.from(Book.class);
            return query.where(criteria.lessThan(root.get("pages"), 500));
        };
        assertThat(books.deleteAll(delete)).isEqualTo(1);
        assertThat(books.findAll()).extracting(Book::pages).containsExactlyInAnyOrder(500, 730);
    }
}
