package dev.writelane.start;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

@RegisterConstructorMapper(ProductView.class)
interface Products {

    @SqlUpdate("INSERT INTO product (id, name, stock) VALUES (:id, :name, :stock)")
    void insert(@BindMethods ProductView product);

    @SqlUpdate("UPDATE product SET stock = :stock WHERE id = :id")
    void stock(UUID id, int stock);

    @SqlQuery("SELECT id, name, stock FROM product ORDER BY name")
    List<ProductView> all();

    @SqlQuery("SELECT id, name, stock FROM product WHERE id = :id")
    Optional<ProductView> find(UUID id);

    /** Nobody else can change the product until the transaction has ended. */
    @SqlQuery("SELECT id, name, stock FROM product WHERE id = :id FOR UPDATE")
    Optional<ProductView> findForUpdate(UUID id);
}
