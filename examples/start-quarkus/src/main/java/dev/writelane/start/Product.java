package dev.writelane.start;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Something that is sold; {@code stock} is how many are left. */
@Entity
public class Product extends PanacheEntityBase {

    @Id
    public UUID id = UUID.randomUUID();

    public String name;

    public int stock;

    static List<Product> allByName() {
        return listAll(Sort.by("name"));
    }

    /** Nobody else can change the product until the transaction has ended. */
    static Optional<Product> findForUpdate(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    ProductView view() {
        return new ProductView(id, name, stock);
    }
}
