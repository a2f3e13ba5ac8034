package dev.writelane.start;

import dev.writelane.quarkus.ReadOnlyTransaction;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Sells products. Each method is one transaction; one that only reads says so: beside a single writer it never waits for a sale. */
@Singleton
class Shop {

    @Transactional
    ProductView offer(NewProduct.Checked wanted) {
        Product product = new Product();
        product.name = wanted.name();
        product.stock = wanted.stock();
        product.persist();
        return product.view();
    }

    @ReadOnlyTransaction
    List<ProductView> all() {
        return Product.allByName().stream().map(Product::view).toList();
    }

    @ReadOnlyTransaction
    ProductView find(UUID id) {
        return Product.<Product>findByIdOptional(id)
                .orElseThrow(() -> Refused.noProduct(id))
                .view();
    }

    @Transactional
    PurchaseView buy(UUID productId, int quantity) {
        Product product = Product.findForUpdate(productId).orElseThrow(() -> Refused.noProduct(productId));
        if (product.stock < quantity) {
            throw Refused.soldOut(product.stock);
        }
        product.stock -= quantity;
        Purchase purchase = new Purchase();
        purchase.product = product;
        purchase.quantity = quantity;
        // As precise as every database keeps it.
        purchase.purchasedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        purchase.persist();
        return purchase.view();
    }

    @ReadOnlyTransaction
    List<PurchaseView> purchases(UUID productId) {
        return Purchase.of(productId).stream().map(Purchase::view).toList();
    }
}
