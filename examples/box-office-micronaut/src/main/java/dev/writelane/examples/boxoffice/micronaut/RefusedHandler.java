package dev.writelane.examples.boxoffice.micronaut;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers a refused request. */
@Singleton
final class RefusedHandler implements ExceptionHandler<Refused, HttpResponse<ErrorBody>> {

    @Override
    @SuppressWarnings("rawtypes")
    public HttpResponse<ErrorBody> handle(HttpRequest request, Refused refused) {
        return HttpResponse.<ErrorBody>status(refused.status())
                .body(refused.body())
                .contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
