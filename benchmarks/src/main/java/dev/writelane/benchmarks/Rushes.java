package dev.writelane.benchmarks;

import dev.writelane.Synchronous;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * All turns of the rush, in the order in which they ran; who begins changes with the round.
 *
 * @param refusals of the shops that had no turn
 */
record Rushes(List<RushTurn> turns, List<Refusals> refusals) {
    /** At each of these the shops are compared. */
    static final List<Synchronous> LEVELS = List.of(Synchronous.FULL, Synchronous.NORMAL);

    static Rushes run(Scale scale, Path repository, Path directory, Path results, Progress progress)
            throws IOException, InterruptedException {
        Path log = results.resolve("rush.log");
        Files.deleteIfExists(log);
        List<RushTurn> turns = new ArrayList<>();
        List<Refusals> refusals = new ArrayList<>();
        for (int round = 0; round < scale.rushRounds(); round++) {
            for (Framework framework : scale.frameworks()) {
                for (Synchronous level : LEVELS) {
                    List<Shop> shops = Shop.of(framework, level);
                    for (int i = 0; i < shops.size(); i++) {
                        Shop shop = shops.get((i + round) % shops.size());
                        RushTurn turn = RushRun.run(shop, round + 1, scale, repository, directory, log);
                        turns.add(turn);
                        progress.say("%s", line(turn, scale));
                    }
                }
            }
        }
        if (scale.rushRounds() > 0 && scale.frameworks().contains(Shop.MICRONAUT_AS_IT_IS.framework)) {
            Refusals counted = Refusals.count(Shop.MICRONAUT_AS_IT_IS, repository, directory, log);
            refusals.add(counted);
            progress.say("%s", counted.text());
        }
        return new Rushes(turns, refusals);
    }

    private static String line(RushTurn turn, Scale scale) {
        Shop shop = turn.shop();
        return String.format(
                Locale.ROOT,
                "rush, round %d of %d, %-9s %-6s %-33s %,8.0f/s, %,6.0f changes/s, p50 %.1f, p99 %.1f, max %.1f ms,"
                        + " %,d errors, audit %s, others' load %3.0f %%",
                turn.round(),
                scale.rushRounds(),
                shop.framework.title,
                shop.synchronous,
                shop.label,
                turn.perSecond(),
                turn.changesPerSecond(),
                turn.p50(),
                turn.p99(),
                turn.max(),
                turn.errors(),
                turn.auditHolds() ? "holds" : "FAILED, " + turn.offences() + " offences",
                100 * turn.otherLoad());
    }

    List<RushTurn> of(Shop shop) {
        return turns.stream().filter(turn -> turn.shop() == shop).toList();
    }

    Sample of(Shop shop, ToDoubleFunction<RushTurn> figure) {
        return new Sample(of(shop).stream().mapToDouble(figure).toArray());
    }

    /** What must not be, whatever the speed: Writelane made an error, or the audit of its file does not hold. The other's are results. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (RushTurn turn : turns) {
            if (turn.shop().kind != Shop.Kind.WRITELANE) {
                continue;
            }
            String who = "the rush on " + turn.shop().framework.title + ", " + turn.shop().label + " ("
                    + turn.shop().synchronous + ")";
            if (turn.errors() > 0) {
                faults.add(who + " had " + turn.errors() + " errors");
            }
            if (!turn.auditHolds()) {
                faults.add(who + " left a file whose audit has " + turn.offences() + " offences");
            }
        }
        return faults;
    }
}
