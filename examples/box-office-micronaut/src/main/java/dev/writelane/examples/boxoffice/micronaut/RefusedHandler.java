package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.examples.boxoffice.domain.ErrorBody;
import dev.writelane.examples.boxoffice.domain.Refused;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers a refused request. */
@Singleton
final class RefusedHandler implements ExceptionHandler<Refused, HttpResponse<ErrorBody>> {

    @Override
    @SuppressWarnings("rawtypes")
    public HttpResponse<ErrorBody> handle(HttpRequest request, Refused refused) {
        return HttpResponse.<ErrorBody>status(HttpStatus.valueOf(refused.status()))
                .body(refused.body())
                .contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
