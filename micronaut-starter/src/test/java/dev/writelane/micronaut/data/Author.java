package dev.writelane.micronaut.data;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Relation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has books, which are saved with it. */
@MappedEntity
record Author(
        @Id @GeneratedValue @Nullable Long id,
        String name,

        @Relation(value = Relation.Kind.ONE_TO_MANY, mappedBy = "author", cascade = Relation.Cascade.ALL) @Nullable
        List<Book> books) {

    Author(String name, Book... books) {
        this(null, name, List.of(books));
    }
}
