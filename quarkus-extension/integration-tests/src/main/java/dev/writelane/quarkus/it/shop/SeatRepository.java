package dev.writelane.quarkus.it.shop;

import dev.writelane.quarkus.ReadOnlyTransaction;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.function.Supplier;

/** The repository of Panache. */
@ApplicationScoped
public class SeatRepository implements PanacheRepository<Seat> {

    @ReadOnlyTransaction
    public List<String> page(int index, int size) {
        return find("sold", Sort.by("label"), false).page(index, size).stream()
                .map(seat -> seat.label)
                .toList();
    }

    /** Runs what it is given in a transaction that only reads. */
    @ReadOnlyTransaction
    public <T> T reading(Supplier<T> work) {
        return work.get();
    }

    @Transactional
    public void sell(long id) {
        findById(id).sector++;
    }
}
