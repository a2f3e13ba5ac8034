package dev.writelane.micronaut.data;

import io.micronaut.data.repository.CrudRepository;

@SqliteRepository
interface NodeRepository extends CrudRepository<Node, Long> {}
