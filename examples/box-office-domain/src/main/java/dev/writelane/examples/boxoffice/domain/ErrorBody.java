package dev.writelane.examples.boxoffice.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** The body of every answer that is no success; {@code taken} is there only when seats were. */
public record ErrorBody(
        String error,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> taken) {

    public static ErrorBody of(String error) {
        return new ErrorBody(error, List.of());
    }
}
