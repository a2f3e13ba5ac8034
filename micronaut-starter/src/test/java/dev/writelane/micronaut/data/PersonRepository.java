package dev.writelane.micronaut.data;

import io.micronaut.data.repository.CrudRepository;
import java.util.List;

@SqliteRepository
interface PersonRepository extends CrudRepository<Person, Long> {
    List<Person> findByAddressCity(String city);
}
