package dev.writelane.start;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A sale of some of a product. */
@MappedEntity
record Purchase(@Id UUID id, UUID productId, int quantity, Instant purchasedAt) {

    PurchaseView view() {
        return new PurchaseView(id, productId, quantity, purchasedAt);
    }
}
