package dev.writelane.micronaut.data;

import jakarta.data.repository.CrudRepository;

/** The same table through Jakarta Data's own interface. */
@SqliteRepository
interface GenreData extends CrudRepository<Genre, Long> {}
