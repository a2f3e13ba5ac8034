package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.examples.boxoffice.domain.EventView;
import dev.writelane.examples.boxoffice.domain.NewEvent;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import java.util.List;

/** Events over HTTP. */
@Controller("/events")
@ExecuteOn(TaskExecutors.BLOCKING)
class EventController {

    private final Events events;

    EventController(Events events) {
        this.events = events;
    }

    @Post
    HttpResponse<EventView> create(@Body NewEvent event) {
        EventView created = events.create(event.check());
        return HttpResponse.created(created, URI.create("/events/" + created.id()));
    }

    @Get
    List<EventView> all() {
        return events.all();
    }

    @Get("/{id}")
    EventView one(long id) {
        return events.find(id);
    }
}
