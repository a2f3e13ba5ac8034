package dev.writelane.start;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** Something that is sold; {@code stock} is how many are left. */
@MappedEntity
record Product(@Id UUID id, String name, int stock) {

    Product less(int quantity) {
        return new Product(id, name, stock - quantity);
    }

    ProductView view() {
        return new ProductView(id, name, stock);
    }
}
