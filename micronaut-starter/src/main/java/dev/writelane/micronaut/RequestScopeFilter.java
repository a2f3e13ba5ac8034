package dev.writelane.micronaut;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.data.connection.SynchronousConnectionManager;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.context.event.HttpRequestTerminatedEvent;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import java.util.List;
import java.util.concurrent.ExecutorService;
import reactor.core.scheduler.Schedulers;

/**
 * Begins the connections of a request and ends them with it.
 *
 * <pre>
 * the response is there (success, failure, time-out)      ends them, before the client sees anything of it
 * its body is a stream that may still read                ends later:
 * the request is over (all sent, or the client has gone)  ends what is left
 * </pre>
 *
 * What ends on an event loop is handed to the blocking executor: closing may roll back.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
@Requires(classes = {SynchronousConnectionManager.class, HttpRequestTerminatedEvent.class})
@Requires(condition = RequestScopeAsked.class)
final class RequestScopeFilter implements ApplicationEventListener<HttpRequestTerminatedEvent> {
    private static final String CONNECTIONS = "dev.writelane.connections";

    private final List<RequestScope> scopes;
    private final ExecutorService blocking;

    RequestScopeFilter(List<RequestScope> scopes, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.scopes = scopes;
        this.blocking = blocking;
    }

    @RequestFilter
    void begin(HttpRequest<?> request, MutablePropagatedContext context) {
        List<RequestConnection> begun = scopes.stream().map(RequestScope::begin).toList();
        begun.forEach(connection -> context.add(connection.element()));
        request.setAttribute(CONNECTIONS, begun);
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
        List<?> begun = request.removeAttribute(CONNECTIONS, List.class).orElse(List.of());
        if (Schedulers.isInNonBlockingThread()) {
            begun.forEach(connection -> blocking.execute(((RequestConnection) connection)::end));
        } else {
            begun.forEach(connection -> ((RequestConnection) connection).end());
        }
    }
}
