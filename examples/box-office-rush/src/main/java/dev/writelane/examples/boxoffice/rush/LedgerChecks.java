package dev.writelane.examples.boxoffice.rush;

import dev.writelane.examples.boxoffice.rush.BoxOfficeRows.Event;
import dev.writelane.examples.boxoffice.rush.BoxOfficeRows.Reservation;
import dev.writelane.examples.boxoffice.rush.LedgerBook.Sale;
import dev.writelane.examples.boxoffice.rush.LedgerBook.UnknownSale;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether the file holds what the server acknowledged, and nothing else. */
final class LedgerChecks {
    private LedgerChecks() {}

    static List<Check> of(BoxOfficeRows file, LedgerBook ledger) {
        return List.of(
                eventsAreThere(file, ledger),
                noTicketTwice(ledger),
                acknowledgedArePresent(file, ledger),
                cancelledAreAbsent(file, ledger),
                noneUnacknowledged(file, ledger));
    }

    private static Check eventsAreThere(BoxOfficeRows file, LedgerBook ledger) {
        Map<Long, Integer> seats = new HashMap<>();
        file.seats().keySet().forEach(place -> seats.merge(place.event(), 1, Integer::sum));
        List<String> offences = new ArrayList<>();
        ledger.events().forEach((id, size) -> {
            Event event = file.events().get(id);
            int found = seats.getOrDefault(id, 0);
            if (event == null) {
                offences.add("event " + id + " is not in the file; is it another example's?");
            } else if (found != size) {
                offences.add("event " + id + " had " + size + " seats and has " + found);
            }
        });
        return new Check(
                "each event of the rush is there with all seats",
                ledger.events().size(),
                "events",
                offences);
    }

    private static Check noTicketTwice(LedgerBook ledger) {
        List<String> offences = ledger.soldTwice().stream()
                .map(sale -> "reservation " + sale.reservation() + " was acknowledged again, to " + sale.customer())
                .toList();
        return new Check("no id was acknowledged for two sales", ledger.sales().size(), "acknowledged sales", offences);
    }

    private static Check acknowledgedArePresent(BoxOfficeRows file, LedgerBook ledger) {
        List<String> offences = new ArrayList<>();
        long examined = 0;
        for (Sale sale : ledger.sales().values()) {
            if (ledger.cancelled().contains(sale.reservation())) {
                continue;
            }
            examined++;
            Reservation found = file.reservations().get(sale.reservation());
            if (found == null) {
                if (!ledger.unknownCancellations().contains(sale.reservation())) {
                    offences.add("reservation " + sale.reservation() + " of " + sale.customer() + ", event "
                            + sale.event() + " seats " + String.join(",", sale.seats())
                            + ", was acknowledged and is missing");
                }
            } else if (!agree(found, sale)) {
                offences.add("acknowledged as " + sale + ", stored as " + found);
            }
        }
        return new Check("each acknowledged reservation is present as acknowledged", examined, "sales", offences);
    }

    private static boolean agree(Reservation found, Sale sale) {
        return found.event() == sale.event()
                && found.customer().equals(sale.customer())
                && found.total().compareTo(sale.total()) == 0
                && found.seats().size() == sale.seats().size()
                && Set.copyOf(found.seats()).equals(Set.copyOf(sale.seats()));
    }

    private static Check cancelledAreAbsent(BoxOfficeRows file, LedgerBook ledger) {
        List<String> offences = ledger.cancelled().stream()
                .filter(file.reservations()::containsKey)
                .map(id -> "reservation " + id + " was cancelled and is still there")
                .toList();
        return new Check(
                "each cancelled reservation is gone", ledger.cancelled().size(), "cancellations", offences);
    }

    /** Of the rush's events only: what others sold at the same time is not in this ledger. */
    private static Check noneUnacknowledged(BoxOfficeRows file, LedgerBook ledger) {
        List<String> offences = new ArrayList<>();
        long examined = 0;
        for (Reservation reservation : file.reservations().values()) {
            if (!ledger.events().containsKey(reservation.event())) {
                continue;
            }
            examined++;
            boolean known = ledger.sales().containsKey(reservation.id())
                    || ledger.before().contains(reservation.id())
                    || mayBe(reservation, ledger.unknownSales().get(reservation.customer()));
            if (!known) {
                offences.add("reservation " + reservation.id() + " of " + reservation.customer() + ", event "
                        + reservation.event() + " seats " + String.join(",", reservation.seats())
                        + ", was never acknowledged");
            }
        }
        return new Check("no reservation is unacknowledged", examined, "reservations", offences);
    }

    private static boolean mayBe(Reservation reservation, @Nullable UnknownSale sale) {
        return sale != null
                && sale.event() == reservation.event()
                && Set.copyOf(sale.seats()).equals(Set.copyOf(reservation.seats()));
    }
}
