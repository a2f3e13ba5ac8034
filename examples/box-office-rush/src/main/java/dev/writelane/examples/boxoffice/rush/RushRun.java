package dev.writelane.examples.boxoffice.rush;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** Carries out one {@link RushPlan}: opens the doors, waits for the customers, prints what they saw, calls the audit. */
final class RushRun {
    private final RushPlan plan;
    private final PrintWriter out;
    private final Complaints complaints = new Complaints();

    RushRun(RushPlan plan, PrintWriter out) {
        this.plan = plan;
        this.out = out;
    }

    /** Returns the exit status. */
    int run() throws InterruptedException {
        Sales sales;
        try (Ledger ledger = new Ledger(plan.ledger())) {
            sales = sell(ledger);
        } catch (Unanswered | WrongAnswer e) {
            out.println("The rush cannot begin: " + e.getMessage());
            return 1;
        } catch (IOException e) {
            out.println("The ledger " + plan.ledger() + " cannot be written: " + e.getMessage());
            return 1;
        }
        complaints.print(out);
        boolean sold = sales.tally().row(Kind.SALE).count(Verdict.OK) > 0;
        if (!sold) {
            out.println("No seat was sold: such a rush proves nothing.");
        }
        out.println();
        AuditProcess.Outcome audit = AuditProcess.run(plan.books(), plan.ledger(), out);
        boolean auditHolds = audit.status() == 0;
        boolean good = auditHolds && sold && complaints.isEmpty();
        out.println(
                good
                        ? "Rush OK: the audit holds, and every answer was a right one."
                        : "Rush FAILED: "
                                + (auditHolds ? "the audit holds" : "the audit does not hold")
                                + (complaints.isEmpty() ? "." : ", and there were wrong or missing answers."));
        out.flush();
        return report(sales, audit) && good ? 0 : 1;
    }

    private boolean report(Sales sales, AuditProcess.Outcome audit) {
        if (plan.report() == null) {
            return true;
        }
        try {
            RushReport.write(plan.report(), sales.tally(), sales.seconds(), audit);
            return true;
        } catch (IOException e) {
            out.println("The report " + plan.report() + " cannot be written: " + e.getMessage());
            return false;
        }
    }

    /** What the customers saw in so many seconds. */
    private record Sales(Tally tally, double seconds) {}

    private Sales sell(Ledger ledger) throws IOException, WrongAnswer, InterruptedException {
        BoxOffice office = new BoxOffice(plan.url(), plan.answerTimeout());
        List<HotEvent> events = HotEvents.prepare(office, plan, ledger);
        out.printf(
                Locale.ROOT,
                "Rush: %d clients for %d s at %s, %d events with %,d seats, seed %d%n",
                plan.clients(),
                plan.duration().toSeconds(),
                plan.url(),
                events.size(),
                events.stream().mapToInt(HotEvent::size).sum(),
                plan.seed());
        out.flush();

        Progress progress = new Progress(out, Terminal.isScreen());
        CountDownLatch left = new CountDownLatch(plan.clients());
        long start = System.nanoTime();
        Floor floor = new Floor(office, events, ledger, complaints, progress, plan);
        List<Customer> customers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int number = 1; number <= plan.clients(); number++) {
            Customer customer = new Customer(number, floor, plan.seed());
            customers.add(customer);
            threads.add(enter("customer-" + number, customer, left));
        }
        // Whoever asked just before the end still waits for the answer.
        Duration patience = plan.duration().plus(plan.answerTimeout()).plusSeconds(10);
        boolean allLeft = progress.follow(left, plan.duration().toSeconds(), patience);
        double seconds = (System.nanoTime() - start) / 1e9;

        Tally tally = new Tally();
        for (int i = 0; i < threads.size(); i++) {
            if (allLeft || !threads.get(i).isAlive()) {
                tally.add(customers.get(i).tally());
            } else {
                threads.get(i).interrupt();
                complaints.add(Verdict.UNKNOWN, threads.get(i).getName() + " never came back");
            }
        }
        out.println();
        ResultTable.print(out, tally, seconds);
        return new Sales(tally, seconds);
    }

    private Thread enter(String name, Customer customer, CountDownLatch left) {
        Thread thread = new Thread(
                () -> {
                    try {
                        customer.run();
                    } catch (RuntimeException e) {
                        complaints.add(Verdict.WRONG_ANSWER, name + " gave up: " + e);
                    } finally {
                        left.countDown();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
