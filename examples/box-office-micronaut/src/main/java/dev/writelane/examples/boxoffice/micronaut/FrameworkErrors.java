package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.examples.boxoffice.domain.ErrorBody;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.JsonErrorResponseBodyProvider;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/** Gives the errors that Micronaut finds itself (no such path, broken JSON) the body that all others have. */
@Singleton
final class FrameworkErrors implements JsonErrorResponseBodyProvider<ErrorBody> {

    @Override
    public ErrorBody body(ErrorContext context, HttpResponse<?> response) {
        return ErrorBody.of(
                context.hasErrors()
                        ? context.getErrors().stream().map(Error::getMessage).collect(Collectors.joining("; "))
                        : response.reason());
    }
}
