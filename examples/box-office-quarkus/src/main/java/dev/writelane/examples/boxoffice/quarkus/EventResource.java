package dev.writelane.examples.boxoffice.quarkus;

import dev.writelane.examples.boxoffice.domain.EventView;
import dev.writelane.examples.boxoffice.domain.NewEvent;
import io.smallrye.common.annotation.*;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Events over HTTP. */
@Path("/")
@RunOnVirtualThread
class EventResource {

    private final Events events;

    EventResource(Events events) {
        this.events = events;
    }

    @POST
    @Path("/events")
    public RestResponse<EventView> create(NewEvent event) throws SQLException {
        EventView created = events.create(event.check());
        return ResponseBuilder.<EventView>created(URI.create("/events/" + created.id()))
                .entity(created)
                .build();
    }

    @GET
    @Path("/events")
    public List<EventView> all() throws SQLException {
        return events.all();
    }

    @GET
    @Path("/events/{id}")
    public EventView one(long id) throws SQLException {
        return events.find(id);
    }
}
