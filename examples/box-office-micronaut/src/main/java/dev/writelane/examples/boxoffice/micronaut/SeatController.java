package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.examples.boxoffice.domain.EventView;
import dev.writelane.examples.boxoffice.domain.Imported;
import dev.writelane.examples.boxoffice.domain.SeatPage;
import dev.writelane.examples.boxoffice.domain.SeatQuery;
import dev.writelane.examples.boxoffice.domain.Upload;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.inject.Named;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** The seats of an event over HTTP: page by page, and as CSV in both directions. */
@Controller("/events/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
class SeatController {

    private static final String CSV = "text/csv";
    private static final int CHUNK = 16 * 1024;

    private final Events events;
    private final Seats seats;
    private final SeatImport seatImport;
    private final SeatExport seatExport;
    private final ExecutorService blocking;

    SeatController(
            Events events,
            Seats seats,
            SeatImport seatImport,
            SeatExport seatExport,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.events = events;
        this.seats = seats;
        this.seatImport = seatImport;
        this.seatExport = seatExport;
        this.blocking = blocking;
    }

    @Get("/seats")
    SeatPage list(
            long id,
            @QueryValue @Nullable String free,
            @QueryValue(defaultValue = "0") int page,
            @QueryValue(defaultValue = "" + SeatQuery.DEFAULT_SIZE) int size) {
        return seats.list(id, SeatQuery.check(free, page, size));
    }

    @Post("/seats/import")
    @Consumes(CSV)
    Imported importSeats(long id, @Body @Nullable InputStream body) throws IOException {
        try (Upload upload = Upload.of(body == null ? InputStream.nullInputStream() : body);
                BufferedReader csv = upload.open()) {
            return new Imported(seatImport.read(id, csv));
        }
    }

    @Get("/export")
    @Produces(CSV)
    HttpResponse<InputStream> export(long id) {
        // Asked before the answer begins; events are never deleted.
        EventView event = events.find(id);
        InputStream csv = Pipe.from(
                out -> {
                    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), CHUNK);
                    seatExport.write(event.id(), writer);
                    writer.flush();
                },
                blocking);
        return HttpResponse.ok(csv)
                .header("Content-Disposition", "attachment; filename=\"event-" + event.id() + ".csv\"");
    }
}
