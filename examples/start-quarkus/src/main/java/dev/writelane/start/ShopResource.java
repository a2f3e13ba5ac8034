package dev.writelane.start;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The shop over HTTP. JDBC blocks, so nothing here runs on an event loop. */
@Path("/products")
@Blocking
class ShopResource {

    private final Shop shop;

    ShopResource(Shop shop) {
        this.shop = shop;
    }

    @POST
    public RestResponse<ProductView> offer(@Nullable NewProduct product) {
        ProductView offered = shop.offer(given(product).check());
        return ResponseBuilder.<ProductView>created(URI.create("/products/" + offered.id()))
                .entity(offered)
                .build();
    }

    @GET
    public List<ProductView> all() {
        return shop.all();
    }

    @GET
    @Path("/{id}")
    public ProductView one(UUID id) {
        return shop.find(id);
    }

    @POST
    @Path("/{id}/purchases")
    @ResponseStatus(201)
    public PurchaseView buy(UUID id, @Nullable NewPurchase purchase) {
        return shop.buy(id, given(purchase).check());
    }

    @GET
    @Path("/{id}/purchases")
    public List<PurchaseView> purchases(UUID id) {
        return shop.purchases(id);
    }

    /** An empty body arrives as null. */
    private static <T> T given(@Nullable T body) {
        if (body == null) {
            throw Refused.invalid("the body is missing");
        }
        return body;
    }

    @ServerExceptionMapper
    public RestResponse<ErrorBody> refused(Refused refused) {
        return RestResponse.status(RestResponse.Status.fromStatusCode(refused.status()), refused.body());
    }
}
