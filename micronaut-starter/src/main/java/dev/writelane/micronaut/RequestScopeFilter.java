package dev.writelane.micronaut;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.context.event.HttpRequestTerminatedEvent;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import java.util.concurrent.ExecutorService;
import reactor.core.scheduler.Schedulers;

/**
 * Gives each request its connections and ends them with it.
 *
 * <pre>
 * the response is there (success, failure, time-out)      ends them, before the client sees anything of it *
 * its body is a stream that may still read                ends later:
 * the request is over (all sent, or the client has gone)  ends what is left
 * </pre>
 *
 * (*) What ends on an event loop or a timer is handed to the blocking executor, because closing may roll back; nobody waits for that, so the
 * client may be first.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
@Requires(classes = {HttpRequestTerminatedEvent.class, Schedulers.class})
@Requires(condition = RequestScopeAsked.class)
final class RequestScopeFilter implements ApplicationEventListener<HttpRequestTerminatedEvent> {
    private static final String CONNECTIONS = "dev.writelane.connections";

    private final ExecutorService blocking;

    RequestScopeFilter(@Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.blocking = blocking;
    }

    @RequestFilter
    void begin(HttpRequest<?> request, MutablePropagatedContext context) {
        RequestConnections connections = new RequestConnections();
        context.add(connections);
        request.setAttribute(CONNECTIONS, connections);
    }

    @ResponseFilter
    void responded(HttpRequest<?> request, HttpResponse<?> response) {
        Object body = response.body();
        if (body == null || !Publishers.isConvertibleToPublisher(body)) {
            end(request);
        }
    }

    @Override
    public void onApplicationEvent(HttpRequestTerminatedEvent event) {
        end(event.getSource());
    }

    private void end(HttpRequest<?> request) {
        RequestConnections connections =
                request.removeAttribute(CONNECTIONS, RequestConnections.class).orElse(null);
        if (connections == null) {
            return;
        }
        if (!connections.isEmpty() && Schedulers.isInNonBlockingThread()) {
            blocking.execute(connections::end);
        } else {
            connections.end();
        }
    }
}
