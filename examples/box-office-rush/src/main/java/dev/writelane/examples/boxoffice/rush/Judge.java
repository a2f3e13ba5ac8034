package dev.writelane.examples.boxoffice.rush;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares answers with the HTTP contract. Each method returns for a right answer and throws for a wrong one. */
final class Judge {
    private static final String EXPORT_HEADER = "row,number,price,reservation";

    private Judge() {}

    static JsonNode json(BoxOffice.Answer answer) throws WrongAnswer {
        try {
            return answer.json();
        } catch (IllegalStateException e) {
            throw new WrongAnswer(String.valueOf(e.getMessage()));
        }
    }

    static JsonNode json(BoxOffice.Answer answer, int status, String what) throws WrongAnswer {
        expect(status, answer, what);
        return json(answer);
    }

    static void expect(int status, BoxOffice.Answer answer, String what) throws WrongAnswer {
        require(
                answer.status() == status,
                what + " answered " + answer.status() + " instead of " + status + ": " + answer.excerpt());
    }

    /** 409 is a conflict when it names seats that were asked for; anything else is wrong. */
    static Verdict refusal(BoxOffice.Answer answer, List<String> seats) throws WrongAnswer {
        JsonNode refusal = json(answer, 409, "a sale of " + seats);
        List<String> taken = texts(refusal.path("taken"));
        require(
                !taken.isEmpty() && seats.containsAll(taken),
                "a sale of " + seats + " was refused for other seats: " + answer.excerpt());
        return Verdict.CONFLICT;
    }

    static void ticket(JsonNode ticket, HotEvent event, String customer, List<String> seats) throws WrongAnswer {
        List<String> printed = texts(ticket.path("seats"));
        require(
                printed.size() == seats.size() && Set.copyOf(printed).equals(Set.copyOf(seats)),
                "a sale of " + seats + " gave a ticket for " + printed);
        require(
                ticket.path("eventId").asLong() == event.id(),
                "a sale for event " + event.id() + " gave a ticket for event " + ticket.path("eventId"));
        require(
                ticket.path("customer").asText().equals(customer),
                "a sale to " + customer + " gave a ticket to " + ticket.path("customer"));
        require(
                ticket.path("total").isNumber()
                        && ticket.path("total").decimalValue().compareTo(event.price(seats)) == 0,
                "a sale of " + seats + " for " + event.price(seats) + " gave a ticket for " + ticket.path("total"));
    }

    static void cancellation(BoxOffice.Answer answer, String reservation) throws WrongAnswer {
        require(
                answer.status() != 404,
                "reservation " + reservation + " was acknowledged, but cancelling it answered 404");
        expect(204, answer, "the cancellation of " + reservation);
    }

    static Verdict event(BoxOffice.Answer answer, HotEvent event) throws WrongAnswer {
        JsonNode node = json(answer, 200, "event " + event.id());
        long sold = node.path("sold").asLong(-1);
        require(
                node.path("id").asLong() == event.id() && node.path("seats").asLong() == event.size(),
                "event " + event.id() + " with " + event.size() + " seats was answered by " + answer.excerpt());
        require(sold >= 0 && sold <= event.size(), "event " + event.id() + " says sold = " + node.path("sold"));
        return Verdict.OK;
    }

    /** The labels of the page. */
    static List<String> seats(BoxOffice.Answer answer, HotEvent event, boolean freeOnly, int size) throws WrongAnswer {
        JsonNode page = json(answer, 200, "the seats of event " + event.id());
        List<String> labels = new ArrayList<>();
        for (JsonNode seat : page.path("content")) {
            String label = seat.path("label").asText();
            require(event.has(label), "event " + event.id() + " lists an unknown seat: " + seat);
            require(
                    !freeOnly || seat.path("free").asBoolean(),
                    "event " + event.id() + " lists a taken seat as free: " + seat);
            labels.add(label);
        }
        require(
                labels.size() <= size && new HashSet<>(labels).size() == labels.size(),
                "event " + event.id() + " lists a seat twice, or more than " + size + " of them");
        return labels;
    }

    /** Every seat once; and since a reservation never changes, each one shows with all of its seats or not at all. */
    static Verdict export(BoxOffice.Answer answer, HotEvent event, Map<String, Integer> sizes) throws WrongAnswer {
        String what = "the export of event " + event.id();
        expect(200, answer, what);
        Map<String, Integer> reserved = new HashMap<>();
        Set<String> labels = new HashSet<>();
        String header = "";
        int at = 0;
        for (String line : (Iterable<String>) answer.body().lines()::iterator) {
            if (at++ == 0) {
                header = line;
                continue;
            }
            String[] fields = line.split(",", -1);
            require(fields.length == 4, what + " has a line that is no seat: " + line);
            require(labels.add(fields[0] + "-" + fields[1]), what + " has a seat twice: " + line);
            if (!fields[3].isEmpty()) {
                reserved.merge(fields[3], 1, Integer::sum);
            }
        }
        require(header.equals(EXPORT_HEADER), what + " begins with `" + header + "`");
        require(labels.size() == event.size(), what + " has " + labels.size() + " seats instead of " + event.size());
        for (Map.Entry<String, Integer> entry : reserved.entrySet()) {
            size(sizes, entry.getKey(), entry.getValue(), what);
        }
        return Verdict.OK;
    }

    /** Compares the number of seats with what was seen of this reservation before. */
    static void size(Map<String, Integer> sizes, String reservation, int seats, String where) throws WrongAnswer {
        Integer before = sizes.putIfAbsent(reservation, seats);
        require(
                before == null || before == seats,
                where + ": reservation " + reservation + " shows with " + seats + " seats and with " + before
                        + ": not one snapshot");
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    private static void require(boolean holds, String otherwise) throws WrongAnswer {
        if (!holds) {
            throw new WrongAnswer(otherwise);
        }
    }
}
