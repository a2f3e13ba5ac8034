package dev.writelane.micronaut.data;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.repository.CrudRepository;
import java.util.List;
import java.util.Optional;

@SqliteRepository
interface StockRepository extends CrudRepository<Stock, String> {
    @Query("INSERT INTO stock(name, amount) VALUES (:name, :amount)"
            + " ON CONFLICT(name) DO UPDATE SET amount = amount + excluded.amount")
    void add(String name, int amount);

    @Query("UPDATE stock SET amount = amount - :amount WHERE name = :name AND amount >= :amount RETURNING *")
    List<Stock> take(String name, int amount);

    @Query("DELETE FROM stock WHERE amount = 0 RETURNING name")
    List<String> removeEmpty();

    @Query("WITH total(n) AS (SELECT sum(amount) FROM stock) SELECT n FROM total")
    Optional<Integer> total();
}
