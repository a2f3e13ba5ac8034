package dev.writelane.examples.boxoffice.rush;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Brings about the events of a rush: creates the new ones, learns seats and prices from the exports. */
final class HotEvents {
    private static final BigDecimal PRICE = new BigDecimal("25.50");

    private HotEvents() {}

    /** Notes each event in the ledger, with the reservations it has already. */
    static List<HotEvent> prepare(BoxOffice office, RushPlan plan, Ledger ledger)
            throws Unanswered, WrongAnswer, InterruptedException {
        List<HotEvent> events = new ArrayList<>();
        for (long id : plan.oldEvents()) {
            events.add(learn(office, id, ledger));
        }
        for (int i = 1; i <= plan.newEvents(); i++) {
            BoxOffice.Answer answer = office.createEvent("Rush " + i, plan.rows(), plan.seatsPerRow(), PRICE);
            long id = Judge.json(answer, 201, "creating an event").path("id").asLong();
            HotEvent event = learn(office, id, ledger);
            if (event.size() != plan.rows() * plan.seatsPerRow()) {
                throw new WrongAnswer("event " + id + " was created with " + plan.rows() + " rows of "
                        + plan.seatsPerRow() + " and has " + event.size() + " seats");
            }
            events.add(event);
        }
        return List.copyOf(events);
    }

    private static HotEvent learn(BoxOffice office, long id, Ledger ledger)
            throws Unanswered, WrongAnswer, InterruptedException {
        BoxOffice.Answer answer = office.export(id);
        Judge.expect(200, answer, "the export of event " + id);
        Map<String, BigDecimal> prices = new LinkedHashMap<>();
        Set<String> reservations = new TreeSet<>();
        for (String line : answer.body().lines().skip(1).toList()) {
            String[] fields = line.split(",", -1);
            try {
                prices.put(fields[0] + "-" + fields[1], new BigDecimal(fields[2]));
                if (!fields[3].isEmpty()) {
                    reservations.add(fields[3]);
                }
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                throw new WrongAnswer("the export of event " + id + " has a line that is no seat: " + line);
            }
        }
        if (prices.isEmpty()) {
            throw new WrongAnswer("event " + id + " has no seats to sell");
        }
        HotEvent event = new HotEvent(id, prices);
        ledger.event(event);
        reservations.forEach(ledger::before);
        return event;
    }
}
