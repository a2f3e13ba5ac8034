package dev.writelane.examples.boxoffice.rush;

import dev.writelane.examples.boxoffice.rush.BoxOfficeRows.Event;
import dev.writelane.examples.boxoffice.rush.BoxOfficeRows.Place;
import dev.writelane.examples.boxoffice.rush.BoxOfficeRows.Reservation;
import dev.writelane.examples.boxoffice.rush.BoxOfficeRows.Seat;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What must be true of the file by itself, whoever wrote it. */
final class FileChecks {
    private FileChecks() {}

    static List<Check> of(BoxOfficeRows file) {
        return List.of(
                noSeatTwice(file),
                reservationsHoldTheirSeats(file),
                seatsBelongToTheirReservation(file),
                soldEqualsReservedSeats(file),
                soldEqualsSeatsOfReservations(file),
                totalsEqualPrices(file));
    }

    private static Check noSeatTwice(BoxOfficeRows file) {
        Map<Place, List<String>> holders = new LinkedHashMap<>();
        for (Reservation reservation : file.reservations().values()) {
            for (Place place : reservation.places()) {
                holders.computeIfAbsent(place, p -> new ArrayList<>()).add(reservation.id());
            }
        }
        List<String> offences = new ArrayList<>();
        holders.forEach((place, ids) -> {
            if (ids.size() > 1) {
                offences.add(place + " is in the reservations " + String.join(" and ", ids));
            }
        });
        return new Check("no seat is in two reservations", holders.size(), "sold seats", offences);
    }

    private static Check reservationsHoldTheirSeats(BoxOfficeRows file) {
        List<String> offences = new ArrayList<>();
        for (Reservation reservation : file.reservations().values()) {
            if (reservation.seats().isEmpty()) {
                offences.add("reservation " + reservation.id() + " lists no seat");
            }
            for (Place place : reservation.places()) {
                Seat seat = file.seats().get(place);
                if (seat == null) {
                    offences.add("reservation " + reservation.id() + " lists " + place + ", which does not exist");
                } else if (!reservation.id().equals(seat.reservation())) {
                    offences.add("reservation " + reservation.id() + " lists " + place + ", which is "
                            + (seat.reservation() == null ? "free" : "reserved by " + seat.reservation()));
                }
            }
        }
        return new Check(
                "each reservation holds the seats it lists", file.reservations().size(), "reservations", offences);
    }

    private static Check seatsBelongToTheirReservation(BoxOfficeRows file) {
        List<String> offences = new ArrayList<>();
        for (Seat seat : file.seats().values()) {
            String id = seat.reservation();
            if (id == null) {
                continue;
            }
            Reservation reservation = file.reservations().get(id);
            if (reservation == null) {
                offences.add(seat.place() + " is reserved by " + id + ", which does not exist");
            } else if (!reservation.places().contains(seat.place())) {
                offences.add(seat.place() + " is reserved by " + id + ", which lists event " + reservation.event()
                        + " seats " + String.join(",", reservation.seats()));
            }
        }
        return new Check(
                "each reserved seat is listed by its reservation", file.seats().size(), "seats", offences);
    }

    private static Check soldEqualsReservedSeats(BoxOfficeRows file) {
        Map<Long, Long> reserved = new HashMap<>();
        for (Seat seat : file.seats().values()) {
            if (seat.reservation() != null) {
                reserved.merge(seat.place().event(), 1L, Long::sum);
            }
        }
        return sold("each event's sold counter equals its reserved seats", file, reserved, "reserved seats");
    }

    private static Check soldEqualsSeatsOfReservations(BoxOfficeRows file) {
        Map<Long, Long> listed = new HashMap<>();
        for (Reservation reservation : file.reservations().values()) {
            listed.merge(reservation.event(), (long) reservation.seats().size(), Long::sum);
        }
        return sold("each event's sold counter equals its reservations' seats", file, listed, "seats in reservations");
    }

    private static Check sold(String promise, BoxOfficeRows file, Map<Long, Long> counted, String things) {
        List<String> offences = new ArrayList<>();
        for (Event event : file.events().values()) {
            long count = counted.getOrDefault(event.id(), 0L);
            if (event.sold() != count) {
                offences.add(
                        "event " + event.id() + " says sold = " + event.sold() + " and has " + count + " " + things);
            }
        }
        return new Check(promise, file.events().size(), "events", offences);
    }

    private static Check totalsEqualPrices(BoxOfficeRows file) {
        List<String> offences = new ArrayList<>();
        for (Reservation reservation : file.reservations().values()) {
            BigDecimal sum = BigDecimal.ZERO;
            for (Place place : reservation.places()) {
                Seat seat = file.seats().get(place);
                sum = seat == null ? sum : sum.add(seat.price());
            }
            if (sum.compareTo(reservation.total()) != 0) {
                offences.add(
                        "reservation " + reservation.id() + " costs " + reservation.total() + " and its seats " + sum);
            }
        }
        return new Check(
                "each reservation's total equals its seats' prices",
                file.reservations().size(),
                "reservations",
                offences);
    }
}
