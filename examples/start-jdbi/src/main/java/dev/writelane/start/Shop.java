package dev.writelane.start;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** Sells products. Each method is one transaction; one that only reads says so: beside a single writer it never waits for a sale. */
interface Shop {

    @CreateSqlObject
    Products products();

    @CreateSqlObject
    Purchases purchases();

    @Transaction
    default ProductView offer(NewProduct.Checked wanted) {
        ProductView product = new ProductView(UUID.randomUUID(), wanted.name(), wanted.stock());
        products().insert(product);
        return product;
    }

    @Transaction(readOnly = true)
    default List<ProductView> all() {
        return products().all();
    }

    @Transaction(readOnly = true)
    default ProductView find(UUID id) {
        return products().find(id).orElseThrow(() -> Refused.noProduct(id));
    }

    @Transaction
    default PurchaseView buy(UUID productId, int quantity) {
        ProductView product = products().findForUpdate(productId).orElseThrow(() -> Refused.noProduct(productId));
        if (product.stock() < quantity) {
            throw Refused.soldOut(product.stock());
        }
        products().stock(productId, product.stock() - quantity);
        // As precise as every database keeps it.
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        PurchaseView purchase = new PurchaseView(UUID.randomUUID(), productId, quantity, now);
        purchases().insert(purchase);
        return purchase;
    }

    @Transaction(readOnly = true)
    default List<PurchaseView> purchases(UUID productId) {
        return purchases().of(productId);
    }
}
