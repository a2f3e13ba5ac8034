package dev.writelane.start;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A sale of some of a product. */
@Entity
public class Purchase extends PanacheEntityBase {

    @Id
    public UUID id = UUID.randomUUID();

    @ManyToOne(fetch = FetchType.LAZY)
    public Product product;

    public int quantity;

    public Instant purchasedAt;

    static List<Purchase> of(UUID productId) {
        return list("product.id", Sort.by("purchasedAt"), productId);
    }

    PurchaseView view() {
        return new PurchaseView(id, product.id, quantity, purchasedAt);
    }
}
