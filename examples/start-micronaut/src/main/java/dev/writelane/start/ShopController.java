package dev.writelane.start;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.SerdeImport;
import java.net.URI;
import java.util.List;
import java.util.UUID;

/** The shop over HTTP. JDBC blocks, so nothing here runs on an event loop. */
@Controller("/products")
@ExecuteOn(TaskExecutors.IO)
@SerdeImport(NewProduct.class)
@SerdeImport(NewPurchase.class)
@SerdeImport(ProductView.class)
@SerdeImport(PurchaseView.class)
@SerdeImport(ErrorBody.class)
class ShopController {

    private final Shop shop;

    ShopController(Shop shop) {
        this.shop = shop;
    }

    @Post
    HttpResponse<ProductView> offer(@Body NewProduct product) {
        ProductView offered = shop.offer(product.check());
        return HttpResponse.created(offered, URI.create("/products/" + offered.id()));
    }

    @Get
    List<ProductView> all() {
        return shop.all();
    }

    @Get("/{id}")
    ProductView one(UUID id) {
        return shop.find(id);
    }

    @Post("/{id}/purchases")
    @Status(HttpStatus.CREATED)
    PurchaseView buy(UUID id, @Body NewPurchase purchase) {
        return shop.buy(id, purchase.check());
    }

    @Get("/{id}/purchases")
    List<PurchaseView> purchases(UUID id) {
        return shop.purchases(id);
    }

    @Error
    HttpResponse<ErrorBody> refused(Refused refused) {
        return HttpResponse.<ErrorBody>status(HttpStatus.valueOf(refused.status()))
                .body(refused.body());
    }
}
