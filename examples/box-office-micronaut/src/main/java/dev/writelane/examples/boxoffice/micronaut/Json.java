package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.examples.boxoffice.domain.ErrorBody;
import dev.writelane.examples.boxoffice.domain.EventView;
import dev.writelane.examples.boxoffice.domain.Imported;
import dev.writelane.examples.boxoffice.domain.NewEvent;
import dev.writelane.examples.boxoffice.domain.NewReservation;
import dev.writelane.examples.boxoffice.domain.SeatPage;
import dev.writelane.examples.boxoffice.domain.Ticket;
import io.micronaut.serde.annotation.SerdeImport;

/** What of the domain is read and written as JSON; in a module of its own, it does not know Micronaut. */
@SerdeImport(NewEvent.class)
@SerdeImport(EventView.class)
@SerdeImport(NewReservation.class)
@SerdeImport(Ticket.class)
@SerdeImport(SeatPage.class)
@SerdeImport(SeatPage.SeatView.class)
@SerdeImport(Imported.class)
@SerdeImport(ErrorBody.class)
final class Json {

    private Json() {}
}
