package dev.writelane.start;

import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Sells products. Each method is one transaction; one that only reads says so: beside a single writer it never waits for a sale. */
@Singleton
class Shop {

    private final ProductRepository products;
    private final PurchaseRepository purchases;

    Shop(ProductRepository products, PurchaseRepository purchases) {
        this.products = products;
        this.purchases = purchases;
    }

    @Transactional
    ProductView offer(NewProduct.Checked wanted) {
        return products.save(new Product(UUID.randomUUID(), wanted.name(), wanted.stock()))
                .view();
    }

    @Transactional(readOnly = true)
    List<ProductView> all() {
        return products.findAllOrderByName().stream().map(Product::view).toList();
    }

    @Transactional(readOnly = true)
    ProductView find(UUID id) {
        return products.findById(id).orElseThrow(() -> Refused.noProduct(id)).view();
    }

    @Transactional
    PurchaseView buy(UUID productId, int quantity) {
        Product product = products.findByIdForUpdate(productId).orElseThrow(() -> Refused.noProduct(productId));
        if (product.stock() < quantity) {
            throw Refused.soldOut(product.stock());
        }
        products.update(product.less(quantity));
        // As precise as every database keeps it.
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return purchases
                .save(new Purchase(UUID.randomUUID(), productId, quantity, now))
                .view();
    }

    @Transactional(readOnly = true)
    List<PurchaseView> purchases(UUID productId) {
        return purchases.findByProductIdOrderByPurchasedAt(productId).stream()
                .map(Purchase::view)
                .toList();
    }
}
