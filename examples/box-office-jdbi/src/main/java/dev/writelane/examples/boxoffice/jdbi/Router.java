package dev.writelane.examples.boxoffice.jdbi;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.writelane.examples.boxoffice.domain.ErrorBody;
import dev.writelane.examples.boxoffice.domain.Refused;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.pathmap.MatchedResource;
import org.eclipse.jetty.http.pathmap.PathMappings;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the endpoint for a request, and turns what it throws into an answer. */
final class Router extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    /** By path, then by method. */
    private final PathMappings<Map<String, Endpoint>> endpoints = new PathMappings<>();

    /** @param path such as {@code /events/{event}/seats} */
    void on(String method, String path, Endpoint endpoint) {
        UriTemplatePathSpec template = new UriTemplatePathSpec(path);
        Map<String, Endpoint> byMethod = endpoints.get(template);
        if (byMethod == null) {
            byMethod = new TreeMap<>();
            endpoints.put(template, byMethod);
        }
        byMethod.put(method, endpoint);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        return answer(request).send(response, callback);
    }

    private Answer answer(Request request) {
        String path = Request.getPathInContext(request);
        MatchedResource<Map<String, Endpoint>> match = endpoints.getMatched(path);
        if (match == null) {
            return error(HttpStatus.NOT_FOUND_404);
        }
        Endpoint endpoint = match.getResource().get(request.getMethod());
        if (endpoint == null) {
            return error(HttpStatus.METHOD_NOT_ALLOWED_405)
                    .with("Allow", String.join(", ", match.getResource().keySet()));
        }
        try {
            Map<String, String> parameters = ((UriTemplatePathSpec) match.getPathSpec()).getPathParams(path);
            return endpoint.answer(new Call(request, parameters));
        } catch (Refused e) {
            return Answer.json(e.status(), e.body());
        } catch (JsonProcessingException e) {
            return Answer.json(HttpStatus.BAD_REQUEST_400, ErrorBody.of("Invalid JSON: " + e.getOriginalMessage()));
        } catch (HttpException.RuntimeException e) {
            return error(e.getCode());
        } catch (IOException | RuntimeException e) {
            LOG.error("{} {} failed", request.getMethod(), path, e);
            return error(HttpStatus.INTERNAL_SERVER_ERROR_500);
        }
    }

    private static Answer error(int status) {
        return Answer.json(status, ErrorBody.of(HttpStatus.getMessage(status)));
    }
}
