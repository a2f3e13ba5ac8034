package dev.writelane.benchmarks.http;

import dev.writelane.benchmarks.contest.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** All turns of all shops, in the order in which they ran. */
record Rushes(List<RushTurn> turns) {
    /** In the order of {@link Shop}, so that Writelane is before its peers. */
    List<Shop> shops() {
        return turns.stream().map(RushTurn::shop).distinct().sorted().toList();
    }

    List<RushTurn> of(Shop shop) {
        return turns.stream().filter(turn -> turn.shop() == shop).toList();
    }

    Sample of(Shop shop, ToDoubleFunction<RushTurn> figure) {
        return new Sample(of(shop).stream().mapToDouble(figure).toArray());
    }

    long errors(Shop shop) {
        return of(shop).stream().mapToLong(RushTurn::errors).sum();
    }

    /** Each audit is of all of the file: an offence that was made once is found by each one after it. */
    long offences(Shop shop) {
        return of(shop).stream().mapToLong(RushTurn::offences).max().orElse(0);
    }

    boolean auditHolds(Shop shop) {
        return of(shop).stream().allMatch(RushTurn::auditHolds);
    }

    /** What must not be, whatever the speed: Writelane made an error, or the audit of its file does not hold. The other's are results. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (Shop shop : shops()) {
            if (shop.kind != Shop.Kind.WRITELANE) {
                continue;
            }
            String who = "the rush on " + shop.framework.title + ", " + shop.label + " (" + shop.synchronous + ")";
            if (errors(shop) > 0) {
                faults.add(who + " had " + errors(shop) + " errors");
            }
            if (!auditHolds(shop)) {
                faults.add(who + " left a file whose audit has " + offences(shop) + " offences");
            }
        }
        return faults;
    }
}
