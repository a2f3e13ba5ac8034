package dev.writelane.start;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jdbi.v3.core.Jdbi;

/** For whoever operates the shop: {@code /health}, and {@code /metrics} for Prometheus. */
final class OperationsHandler extends Handler.Abstract {

    private static final int SECONDS = 3;

    private final Jdbi jdbi;
    private final PrometheusMeterRegistry meters;

    OperationsHandler(Jdbi jdbi, PrometheusMeterRegistry meters) {
        this.jdbi = jdbi;
        this.meters = meters;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        switch (Request.getPathInContext(request)) {
            case "/health" -> {
                boolean up = isUp();
                response.setStatus(up ? 200 : 503);
                write(response, callback, "application/json", "{\"status\":\"" + (up ? "UP" : "DOWN") + "\"}");
            }
            case "/metrics" -> write(response, callback, "text/plain; version=0.0.4", meters.scrape());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean isUp() {
        try {
            return jdbi.withHandle(handle -> handle.getConnection().isValid(SECONDS));
        } catch (Exception e) {
            return false;
        }
    }

    private static void write(Response response, Callback callback, String type, String text) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        Content.Sink.write(response, true, text, callback);
    }
}
