package dev.writelane.start;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

@RegisterConstructorMapper(PurchaseView.class)
interface Purchases {

    @SqlUpdate("INSERT INTO purchase (id, product_id, quantity, purchased_at)"
            + " VALUES (:id, :productId, :quantity, :purchasedAt)")
    void insert(@BindMethods PurchaseView purchase);

    @SqlQuery(
            "SELECT id, product_id, quantity, purchased_at FROM purchase WHERE product_id = :productId ORDER BY purchased_at")
    List<PurchaseView> of(UUID productId);
}
