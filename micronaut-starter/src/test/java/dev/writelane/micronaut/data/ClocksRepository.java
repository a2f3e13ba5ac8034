package dev.writelane.micronaut.data;

import io.micronaut.data.repository.CrudRepository;
import java.time.LocalDateTime;
import java.util.List;

@SqliteRepository
interface ClocksRepository extends CrudRepository<Clocks, Long> {
    List<Clocks> findByLocalDateTimeBefore(LocalDateTime time);
}
