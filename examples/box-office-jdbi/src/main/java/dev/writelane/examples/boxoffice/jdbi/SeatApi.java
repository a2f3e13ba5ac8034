package dev.writelane.examples.boxoffice.jdbi;

import dev.writelane.examples.boxoffice.domain.EventView;
import dev.writelane.examples.boxoffice.domain.Imported;
import dev.writelane.examples.boxoffice.domain.SeatQuery;
import dev.writelane.examples.boxoffice.domain.Upload;
import java.io.BufferedReader;
import java.io.IOException;

/** The seats of an event over HTTP: page by page, and as CSV in both directions. */
final class SeatApi {

    private final Seats seats;
    private final Seats reading;

    SeatApi(Seats seats, Seats reading) {
        this.seats = seats;
        this.reading = reading;
    }

    void addTo(Router router) {
        router.on("GET", "/events/{event}/seats", this::list);
        router.on("POST", "/events/{event}/seats/import", this::importSeats);
        router.on("GET", "/events/{event}/export", this::export);
    }

    private Answer list(Call call) {
        SeatQuery query =
                SeatQuery.check(call.query("free"), call.query("page", 0), call.query("size", SeatQuery.DEFAULT_SIZE));
        return Answer.ok(reading.list(call.event(), query));
    }

    private Answer importSeats(Call call) throws IOException {
        try (Upload upload = Upload.of(call.body("text/csv"));
                BufferedReader csv = upload.open()) {
            return Answer.ok(new Imported(seats.importAll(call.event(), csv)));
        }
    }

    private Answer export(Call call) {
        // Asked before the answer begins; events are never deleted.
        EventView event = reading.events().get(call.event());
        return Answer.csv("event-" + event.id() + ".csv", csv -> reading.export(event.id(), csv));
    }
}
