package dev.writelane.micronaut.data;

import io.micronaut.data.annotation.Join;
import io.micronaut.data.repository.CrudRepository;
import java.util.List;
import java.util.Optional;

@SqliteRepository
interface AuthorRepository extends CrudRepository<Author, Long> {
    @Join(value = "books", type = Join.Type.LEFT_FETCH)
    Optional<Author> queryById(Long id);

    @Join(value = "books", type = Join.Type.LEFT_FETCH)
    @Join(value = "books.genres", type = Join.Type.LEFT_FETCH)
    List<Author> listOrderByName();
}
