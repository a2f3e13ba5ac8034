package dev.writelane.examples.boxoffice.micronaut;

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
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Named;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** The seats of an event over HTTP: page by page, and as CSV in both directions. */
@Controller("/events/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
class SeatController {

    private static final String CSV = "text/csv";
    private static final int CHUNK = 16 * 1024;
    private static final int LARGEST_PAGE = 1000;

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

    /** The answer to an import. */
    @Serdeable
    record Imported(long imported) {}

    @Get("/seats")
    SeatPage list(
            long id,
            @QueryValue @Nullable String free,
            @QueryValue(defaultValue = "0") int page,
            @QueryValue(defaultValue = "50") int size) {
        if (page < 0) {
            throw Refused.invalid("page is " + page + ": a whole number from 0");
        }
        if (size < 1 || size > LARGEST_PAGE) {
            throw Refused.invalid("size is " + size + ": a whole number from 1 to " + LARGEST_PAGE);
        }
        return seats.list(id, wanted(free), page, size);
    }

    /** Micronaut would take everything but true for false. */
    private static @Nullable Boolean wanted(@Nullable String free) {
        if (free == null) {
            return null;
        }
        return switch (free) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw Refused.invalid("free is `" + free + "`: true, false, or left out for all seats");
        };
    }

    /** The upload goes to a file first: a transaction that waited for a slow client would keep all others from selling. */
    @Post("/seats/import")
    @Consumes(CSV)
    Imported importSeats(long id, @Body InputStream body) throws IOException {
        Path upload = Files.createTempFile("box-office-import", ".csv");
        try {
            Files.copy(body, upload, StandardCopyOption.REPLACE_EXISTING);
            // With a decoder that reports what is not UTF-8, where InputStreamReader would replace it.
            try (Reader csv = Files.newBufferedReader(upload, StandardCharsets.UTF_8)) {
                return new Imported(seatImport.read(id, csv));
            }
        } finally {
            Files.delete(upload);
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
