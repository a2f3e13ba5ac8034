package dev.writelane.examples.boxoffice.micronaut;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** The body of every answer that is no success; {@code taken} is there only when seats were. */
@Serdeable
record ErrorBody(
        String error,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> taken) {

    static ErrorBody of(String error) {
        return new ErrorBody(error, List.of());
    }
}
