package dev.writelane.micronaut.data;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.Index;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Relation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has an author, and genres through a join table. */
@MappedEntity
@Index(columns = {"title", "pages"})
record Book(
        @Id @GeneratedValue @Nullable Long id,
        String title,
        int pages,
        @Relation(Relation.Kind.MANY_TO_ONE) @Nullable Author author,

        @Relation(value = Relation.Kind.MANY_TO_MANY, cascade = Relation.Cascade.ALL) @Nullable
        List<Genre> genres) {

    Book(String title, int pages, Genre... genres) {
        this(null, title, pages, null, List.of(genres));
    }
}
