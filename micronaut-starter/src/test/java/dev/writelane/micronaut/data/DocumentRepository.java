package dev.writelane.micronaut.data;

import io.micronaut.data.repository.CrudRepository;
import java.util.UUID;

@SqliteRepository
interface DocumentRepository extends CrudRepository<Document, UUID> {}
