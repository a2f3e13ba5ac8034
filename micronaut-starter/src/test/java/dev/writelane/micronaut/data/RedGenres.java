package dev.writelane.micronaut.data;

import io.micronaut.data.repository.CrudRepository;

/** The genres of another datasource, called red. */
@SqliteRepository("red")
interface RedGenres extends CrudRepository<Genre, Long> {}
