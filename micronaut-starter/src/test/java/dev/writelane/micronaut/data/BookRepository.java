package dev.writelane.micronaut.data;

import io.micronaut.data.annotation.Join;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.model.CursoredPage;
import io.micronaut.data.model.CursoredPageable;
import io.micronaut.data.model.Page;
import io.micronaut.data.model.Pageable;
import io.micronaut.data.model.Slice;
import io.micronaut.data.model.Sort;
import io.micronaut.data.repository.PageableRepository;
import io.micronaut.data.repository.jpa.JpaSpecificationExecutor;
import java.util.List;
import java.util.Optional;

@SqliteRepository
interface BookRepository extends PageableRepository<Book, Long>, JpaSpecificationExecutor<Book> {
    Page<Book> findByPagesGreaterThan(int pages, Pageable pageable);

    Slice<Book> findByPagesLessThan(int pages, Pageable pageable);

    CursoredPage<Book> findByPagesGreaterThanEquals(int pages, CursoredPageable pageable);

    List<Book> findByPagesBetween(int from, int to, Sort sort);

    List<String> findTitleByPagesGreaterThanOrderByTitle(int pages);

    Optional<Integer> findMaxPages();

    List<Title> queryByPagesGreaterThanOrderByPages(int pages);

    Page<Title> searchByPagesGreaterThan(int pages, Pageable pageable);

    @Join("author")
    List<Book> findByAuthorName(String name);

    List<Book> findByTitleContainsIgnoreCase(String part);

    List<Book> findByTitleContains(String part);

    List<Book> findByTitleStartsWith(String part);

    Optional<Book> findByTitleIgnoreCase(String title);

    List<Book> findByTitleLike(String pattern);

    @Query("SELECT * FROM book WHERE title LIKE :pattern ESCAPE '\\'")
    List<Book> findByEscapedPattern(String pattern);

    void updateByTitle(String title, int pages);

    long deleteByPagesGreaterThan(int pages);
}
