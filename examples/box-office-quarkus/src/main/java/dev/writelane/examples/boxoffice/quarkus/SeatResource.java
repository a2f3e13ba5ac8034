package dev.writelane.examples.boxoffice.quarkus;

import dev.writelane.examples.boxoffice.domain.EventView;
import dev.writelane.examples.boxoffice.domain.Imported;
import dev.writelane.examples.boxoffice.domain.SeatPage;
import dev.writelane.examples.boxoffice.domain.SeatQuery;
import dev.writelane.examples.boxoffice.domain.Upload;
import io.smallrye.common.annotation.*;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** The seats of an event over HTTP: page by page, and as CSV in both directions. */
@Path("/")
@RunOnVirtualThread
class SeatResource {

    private static final String CSV = "text/csv";
    private static final int CHUNK = 16 * 1024;

    private final Events events;
    private final Seats seats;
    private final SeatImport seatImport;
    private final SeatExport seatExport;

    SeatResource(Events events, Seats seats, SeatImport seatImport, SeatExport seatExport) {
        this.events = events;
        this.seats = seats;
        this.seatImport = seatImport;
        this.seatExport = seatExport;
    }

    @GET
    @Path("/events/{id}/seats")
    public SeatPage list(
            long id,
            @RestQuery @Nullable String free,
            @RestQuery @DefaultValue("0") int page,
            @RestQuery @DefaultValue("" + SeatQuery.DEFAULT_SIZE) int size)
            throws SQLException {
        return seats.list(id, SeatQuery.check(free, page, size));
    }

    @POST
    @Path("/events/{id}/seats/import")
    @Consumes(CSV)
    public Imported importSeats(long id, InputStream body) throws IOException, SQLException {
        try (Upload upload = Upload.of(body);
                BufferedReader csv = upload.open()) {
            return new Imported(seatImport.read(id, csv));
        }
    }

    @GET
    @Path("/events/{id}/export")
    public RestResponse<StreamingOutput> export(long id) throws SQLException {
        // Asked before the answer begins; events are never deleted.
        EventView event = events.find(id);
        StreamingOutput csv = out -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), CHUNK);
            try {
                seatExport.write(event.id(), writer);
            } catch (SQLException e) {
                throw new IOException("the export of event " + event.id() + " was cut off", e);
            }
            writer.flush();
        };
        return ResponseBuilder.ok(csv)
                .header("Content-Type", CSV)
                .header("Content-Disposition", "attachment; filename=\"event-" + event.id() + ".csv\"")
                .build();
    }
}
