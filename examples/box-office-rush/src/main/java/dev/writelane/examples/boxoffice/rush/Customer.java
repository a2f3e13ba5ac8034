package dev.writelane.examples.boxoffice.rush;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One client in a closed loop: it asks, judges the answer, notes it and asks again. Confined to its thread; what it
 * shares with the others is in {@link Floor}.
 */
final class Customer implements Runnable {
    private static final int PAGE = 50;
    private static final int GIVE_UP_AFTER = 20;

    private final int number;
    private final Floor floor;
    private final SplittableRandom random;
    private final Tally tally = new Tally();
    private final Map<HotEvent, List<String>> reservations = new HashMap<>();
    private final Map<HotEvent, List<String>> seenFree = new HashMap<>();
    private int sales;
    private int unansweredInARow;

    Customer(int number, Floor floor, long seed) {
        this.number = number;
        this.floor = floor;
        this.random = new SplittableRandom(seed * 1_000_003 + number);
    }

    Tally tally() {
        return tally;
    }

    @Override
    public void run() {
        try {
            while (unansweredInARow < GIVE_UP_AFTER && floor.admits()) {
                HotEvent event =
                        floor.events().get(random.nextInt(floor.events().size()));
                ask(choose(event), event);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Half of the turns are sales; a customer that holds its share cancels instead, so seats never run out. */
    private Kind choose(HotEvent event) {
        int die = random.nextInt(1000);
        int held = held(event).size();
        if (die < 500) {
            return held < event.holding(floor.customers()) ? Kind.SALE : Kind.CANCELLATION;
        }
        if (die < 620) {
            return held > 0 ? Kind.CANCELLATION : Kind.SALE;
        }
        return die < 820 ? Kind.EVENT : die < 995 ? Kind.SEAT_LIST : Kind.EXPORT;
    }

    private List<String> held(HotEvent event) {
        return reservations.computeIfAbsent(event, e -> new ArrayList<>());
    }

    private void ask(Kind kind, HotEvent event) throws InterruptedException {
        switch (kind) {
            case SALE -> sell(event);
            case CANCELLATION -> cancel(event);
            case EVENT ->
                time(kind, () -> floor.office().event(event.id()), answer -> Judge.event(answer, event), () -> {});
            case SEAT_LIST -> listSeats(event);
            case EXPORT ->
                time(
                        kind,
                        () -> floor.office().export(event.id()),
                        answer -> Judge.export(answer, event, floor.reservationSizes()),
                        () -> {});
        }
    }

    private void sell(HotEvent event) throws InterruptedException {
        // The name is used once: it is how the audit knows a sale whose answer was lost.
        String name = "customer-" + number + "-" + ++sales;
        List<String> seats = choosing(event);
        time(
                Kind.SALE,
                () -> floor.office().reserve(event.id(), name, seats),
                answer -> answer.status() == 201 ? sold(answer, event, name, seats) : Judge.refusal(answer, seats),
                () -> floor.ledger().saleUnknown(name, event.id(), seats));
    }

    private List<String> choosing(HotEvent event) {
        List<String> free = seenFree.getOrDefault(event, List.of());
        if (free.isEmpty() || random.nextInt(10) < 7) {
            return event.pick(random);
        }
        // As people do: the first seats of a list that others have read as well.
        int count = Math.min(1 + random.nextInt(HotEvent.MOST_SEATS), free.size());
        int first = random.nextInt(Math.min(8, free.size() - count + 1));
        return List.copyOf(free.subList(first, first + count));
    }

    private Verdict sold(BoxOffice.Answer answer, HotEvent event, String name, List<String> seats) throws WrongAnswer {
        JsonNode ticket;
        try {
            ticket = Judge.json(answer);
        } catch (WrongAnswer e) {
            floor.ledger().saleUnknown(name, event.id(), seats);
            throw e;
        }
        String reservation = ticket.path("id").asText();
        BigDecimal total = ticket.path("total").decimalValue();
        if (reservation.isEmpty()) {
            floor.ledger().saleUnknown(name, event.id(), seats);
            throw new WrongAnswer("a sale without an id: " + answer.excerpt());
        }
        floor.ledger().sold(reservation, event.id(), name, total, seats);
        held(event).add(reservation);
        Judge.ticket(ticket, event, name, seats);
        Judge.size(floor.reservationSizes(), reservation, seats.size(), "event " + event.id());
        return Verdict.OK;
    }

    private void cancel(HotEvent event) throws InterruptedException {
        List<String> own = held(event);
        String reservation = own.remove(random.nextInt(own.size()));
        time(
                Kind.CANCELLATION,
                () -> floor.office().cancel(reservation),
                answer -> {
                    Judge.cancellation(answer, reservation);
                    floor.ledger().cancelled(reservation);
                    return Verdict.OK;
                },
                () -> floor.ledger().cancellationUnknown(reservation));
    }

    private void listSeats(HotEvent event) throws InterruptedException {
        boolean freeOnly = random.nextInt(5) > 0;
        int pages = (event.size() + PAGE - 1) / PAGE;
        int page = freeOnly ? 0 : random.nextInt(pages);
        time(
                Kind.SEAT_LIST,
                () -> floor.office().seats(event.id(), freeOnly, page, PAGE),
                answer -> {
                    List<String> labels = Judge.seats(answer, event, freeOnly, PAGE);
                    if (freeOnly) {
                        seenFree.put(event, labels);
                    }
                    return Verdict.OK;
                },
                () -> {});
    }

    private interface Question {
        BoxOffice.Answer ask() throws Unanswered, InterruptedException;
    }

    private interface Judgement {
        Verdict of(BoxOffice.Answer answer) throws WrongAnswer;
    }

    /** Asks, measures, judges. {@code unanswered} notes that the outcome is unknown. */
    private void time(Kind kind, Question question, Judgement judgement, Runnable unanswered)
            throws InterruptedException {
        long start = System.nanoTime();
        Verdict verdict;
        try {
            BoxOffice.Answer answer = question.ask();
            long nanos = System.nanoTime() - start;
            unansweredInARow = 0;
            note(kind, judge(kind, judgement, answer), start, nanos);
        } catch (Unanswered e) {
            verdict = e.verdict();
            unansweredInARow++;
            if (verdict == Verdict.UNKNOWN) {
                unanswered.run();
            }
            floor.complaints().add(verdict, String.valueOf(e.getMessage()));
            note(kind, verdict, start, System.nanoTime() - start);
        }
    }

    private Verdict judge(Kind kind, Judgement judgement, BoxOffice.Answer answer) {
        if (answer.status() >= 500) {
            floor.complaints()
                    .add(Verdict.SERVER_ERROR, kind.title() + " answered " + answer.status() + ": " + answer.excerpt());
            return Verdict.SERVER_ERROR;
        }
        try {
            return judgement.of(answer);
        } catch (WrongAnswer e) {
            floor.complaints().add(Verdict.WRONG_ANSWER, String.valueOf(e.getMessage()));
            return Verdict.WRONG_ANSWER;
        }
    }

    private void note(Kind kind, Verdict verdict, long start, long nanos) {
        tally.record(kind, verdict, nanos, floor.tenth(), floor.inTime(start + nanos));
        floor.progress().count(verdict);
    }
}
