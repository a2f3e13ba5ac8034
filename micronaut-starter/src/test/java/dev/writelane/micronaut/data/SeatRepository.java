package dev.writelane.micronaut.data;

import io.micronaut.data.repository.CrudRepository;
import java.util.List;

@SqliteRepository
interface SeatRepository extends CrudRepository<Seat, SeatId> {
    List<Seat> findByIdLine(String line);
}
