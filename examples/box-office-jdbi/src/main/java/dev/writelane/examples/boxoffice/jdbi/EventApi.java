package dev.writelane.examples.boxoffice.jdbi;

import dev.writelane.examples.boxoffice.domain.EventView;
import dev.writelane.examples.boxoffice.domain.NewEvent;
import java.io.IOException;

/** Events over HTTP. */
final class EventApi {

    private final Events events;
    private final Events reading;

    EventApi(Events events, Events reading) {
        this.events = events;
        this.reading = reading;
    }

    void addTo(Router router) {
        router.on("POST", "/events", this::create);
        router.on("GET", "/events", call -> Answer.ok(reading.all()));
        router.on("GET", "/events/{event}", call -> Answer.ok(reading.get(call.event())));
    }

    private Answer create(Call call) throws IOException {
        EventView event = events.create(call.json(NewEvent.class).check());
        return Answer.created("/events/" + event.id(), event);
    }
}
