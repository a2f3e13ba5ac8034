package dev.writelane.start;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shop over HTTP: {@code /products}, {@code /products/{id}} and {@code /products/{id}/purchases}. */
final class ShopHandler extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(ShopHandler.class);

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final Shop shop;

    ShopHandler(Shop shop) {
        this.shop = shop;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        String[] path = Request.getPathInContext(request).substring(1).split("/", -1);
        if (!path[0].equals("products") || path.length > 3 || path.length == 3 && !path[2].equals("purchases")) {
            return false;
        }
        try {
            switch (request.getMethod() + path.length) {
                case "POST1" -> {
                    ProductView offered =
                            shop.offer(read(request, NewProduct.class).check());
                    response.getHeaders().put(HttpHeader.LOCATION, "/products/" + offered.id());
                    write(response, callback, 201, offered);
                }
                case "GET1" -> write(response, callback, 200, shop.all());
                case "GET2" -> write(response, callback, 200, shop.find(id(path[1])));
                case "POST3" -> {
                    int quantity = read(request, NewPurchase.class).check();
                    write(response, callback, 201, shop.buy(id(path[1]), quantity));
                }
                case "GET3" -> write(response, callback, 200, shop.purchases(id(path[1])));
                default -> write(response, callback, 405, new ErrorBody("not with " + request.getMethod()));
            }
        } catch (Refused e) {
            write(response, callback, e.status(), e.body());
        } catch (JsonProcessingException e) {
            write(response, callback, 400, new ErrorBody("invalid JSON: " + e.getOriginalMessage()));
        } catch (RuntimeException e) {
            // Jetty would show its message, and so SQL and values, to whoever asked.
            LOG.error("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), e);
            write(response, callback, 500, new ErrorBody("internal error"));
        }
        return true;
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Refused.invalid("`" + text + "` is no id");
        }
    }

    private static <T> T read(Request request, Class<T> type) throws IOException {
        T body = JSON.readValue(Request.asInputStream(request), type);
        if (body == null) {
            throw Refused.invalid("null instead of an object");
        }
        return body;
    }

    private static void write(Response response, Callback callback, int status, Object body) throws IOException {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap(JSON.writeValueAsBytes(body)), callback);
    }
}
