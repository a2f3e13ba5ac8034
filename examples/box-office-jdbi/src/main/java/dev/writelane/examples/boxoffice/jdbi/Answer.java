package dev.writelane.examples.boxoffice.jdbi;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An answer that has not been sent yet. */
record Answer(int status, Map<String, String> headers, Body body) {

    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);

    /** Sends what follows the headers. A failure cuts the answer off, so that nobody takes a part for the whole. */
    @FunctionalInterface
    interface Body {
        void send(Response response, Callback callback) throws IOException;
    }

    /** Writes text while it is sent. */
    @FunctionalInterface
    interface Text {
        void writeTo(Writer writer) throws IOException;
    }

    static Answer json(int status, Object value) {
        byte[] bytes;
        try {
            bytes = Json.MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
        return new Answer(
                status,
                Map.of("Content-Type", "application/json", "Content-Length", Integer.toString(bytes.length)),
                (response, callback) -> response.write(true, ByteBuffer.wrap(bytes), callback));
    }

    static Answer ok(Object value) {
        return json(HttpStatus.OK_200, value);
    }

    static Answer created(String location, Object value) {
        return json(HttpStatus.CREATED_201, value).with("Location", location);
    }

    Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }

    static Answer noContent() {
        return new Answer(HttpStatus.NO_CONTENT_204, Map.of(), (response, callback) -> callback.succeeded());
    }

    /** As a file, which is written as fast as the client takes it. */
    static Answer csv(String fileName, Text text) {
        return new Answer(
                HttpStatus.OK_200,
                Map.of("Content-Type", "text/csv", "Content-Disposition", "attachment; filename=\"" + fileName + "\""),
                (response, callback) -> {
                    Writer writer = new BufferedWriter(
                            new OutputStreamWriter(Content.Sink.asOutputStream(response), StandardCharsets.UTF_8));
                    text.writeTo(writer);
                    // Says that this was all: not to be reached after a failure.
                    writer.close();
                    callback.succeeded();
                });
    }

    /** Returns true: {@code callback} will be told how it went. */
    boolean send(Response response, Callback callback) {
        response.setStatus(status);
        headers.forEach(response.getHeaders()::put);
        try {
            body.send(response, callback);
        } catch (IOException e) {
            // The client has left.
            callback.failed(e);
        } catch (RuntimeException e) {
            LOG.error("An answer was cut off", e);
            callback.failed(e);
        }
        return true;
    }
}
