package dev.writelane.micronaut.data;

import io.micronaut.data.repository.CrudRepository;

@SqliteRepository
interface GenreRepository extends CrudRepository<Genre, Long> {}
