package dev.writelane.examples.boxoffice.jdbi;

import dev.writelane.examples.boxoffice.domain.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request as an endpoint sees it; what is not as it must be is refused by its name. */
record Call(Request request, Map<String, String> path) {

    String path(String name) {
        return path.getOrDefault(name, "");
    }

    /** The event's id, which is part of the path. */
    long event() {
        String id = path("event");
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw Refused.invalid("event is `" + id + "`: a whole number");
        }
    }

    @Nullable
    String query(String name) {
        return Request.extractQueryParameters(request).getValue(name);
    }

    int query(String name, int otherwise) {
        String text = query(name);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Refused.invalid(name + " is `" + text + "`: a whole number");
        }
    }

    <T> T json(Class<T> type) throws IOException {
        T body = Json.MAPPER.readValue(Request.asInputStream(request), type);
        if (body == null) {
            throw Refused.invalid("Invalid JSON: null instead of an object");
        }
        return body;
    }

    /** The body, which has to be of this type. */
    InputStream body(String contentType) {
        String given = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (given == null || !contentType.equals(MimeTypes.getBase(given))) {
            throw new HttpException.RuntimeException(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415);
        }
        return Request.asInputStream(request);
    }
}
