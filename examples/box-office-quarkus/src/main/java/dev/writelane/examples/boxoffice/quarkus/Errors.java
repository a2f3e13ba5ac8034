package dev.writelane.examples.boxoffice.quarkus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.writelane.examples.boxoffice.domain.ErrorBody;
import dev.writelane.examples.boxoffice.domain.Refused;
import io.quarkus.logging.Log;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers a refused request, and gives what Quarkus finds itself (no such path, broken JSON) the same kind of body. */
class Errors {

    @ServerExceptionMapper
    RestResponse<ErrorBody> refused(Refused refused) {
        return answer(refused.status(), refused.body());
    }

    @ServerExceptionMapper
    RestResponse<ErrorBody> found(WebApplicationException failure) {
        if (failure.getCause() instanceof JsonProcessingException json) {
            return invalid(json);
        }
        // A path or a query with text where a number has to be: to Quarkus, a path that is not there.
        if (failure.getCause() instanceof NumberFormatException number) {
            return answer(400, ErrorBody.of("Not a number: " + number.getMessage()));
        }
        Response.StatusType status = failure.getResponse().getStatusInfo();
        return answer(status.getStatusCode(), ErrorBody.of(status.getReasonPhrase()));
    }

    @ServerExceptionMapper
    RestResponse<ErrorBody> mismatched(MismatchedInputException json) {
        return invalid(json);
    }

    @ServerExceptionMapper
    RestResponse<ErrorBody> failed(Exception failure) {
        Log.error("A request failed", failure);
        return answer(500, ErrorBody.of("Internal Server Error"));
    }

    private static RestResponse<ErrorBody> invalid(JsonProcessingException json) {
        return answer(400, ErrorBody.of("Invalid JSON: " + json.getOriginalMessage()));
    }

    private static RestResponse<ErrorBody> answer(int status, ErrorBody body) {
        return ResponseBuilder.create(RestResponse.Status.fromStatusCode(status), body)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
