package dev.writelane.benchmarks.family.scale;

import dev.writelane.Synchronous;
import dev.writelane.benchmarks.contest.Pace;
import dev.writelane.benchmarks.contest.Rival;
import dev.writelane.benchmarks.contest.VirtualThreads;
import dev.writelane.benchmarks.family.Family;
import dev.writelane.benchmarks.family.Stage;
import dev.writelane.benchmarks.report.FamilyResult;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How cost grows. */
public final class Scale implements Family {
    private static final int ROWS = 100_000;
    private static final int LOGICAL_CONNECTIONS = 10_000;

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public FamilyResult run(Stage stage) throws Exception {
        return run(stage.quick() ? quick() : full(), stage);
    }

    FamilyResult run(List<Part> parts, Stage stage) throws Exception {
        Findings findings = new Findings();
        for (Part part : parts) {
            part.run(stage, findings);
        }
        return findings.result(name());
    }

    /** One of each kind. */
    static List<Part> quick() {
        Pace pace = pace(2, 60, 10, 60);
        // Of 1,024 platform threads there are machines that do not allow so many.
        List<Integer> threads = VirtualThreads.exist() ? List.of(1, 16, 1024) : List.of(1, 16, 256);
        return List.of(
                new Threads(VirtualThreads.exist() ? List.of() : threads, threads, 10_000, pace, pace(2, 20, 10, 60)),
                new Sizes(List.of(new Sizes.Size("10MB", 10_000, 0)), 4, 5_000, pace),
                new Databases(List.of(4), 16, 1_000, pace),
                new Opening(1, LOGICAL_CONNECTIONS, 50, 2, 1, pace),
                new Settings(List.of(Rival.WRITELANE_OWNERSHIP_OFF), 10_000, pace(2, 300, 10, 60)),
                new Growth(List.of(scans(10, 1_000), transactions(1, 100), blobs(true, Blobs.MIB)), 10_000, pace),
                new Limit(List.of(Rival.WRITELANE, Rival.REUSED_STATEMENT), List.of(Synchronous.FULL), 10_000, pace));
    }

    static List<Part> full() {
        int[] tens = {1, 10, 100, 1_000, 10_000};
        int[] bytes = {Blobs.KIB, 10 * Blobs.KIB, 100 * Blobs.KIB, Blobs.MIB, 10 * Blobs.MIB};
        return List.of(
                new Threads(
                        List.of(1, 4, 16, 64, 256, 1024),
                        IntStream.rangeClosed(0, 10).mapToObj(i -> 1 << i).toList(),
                        ROWS,
                        pace(3, 150, 40, 300),
                        pace(5, 150, 50, 400)),
                new Crowd.AtOnce(10_000),
                new Sizes(
                        List.of(
                                new Sizes.Size("10MB", 10_000, 0),
                                new Sizes.Size("1GB", 1_000_000, 2_500_000_000L),
                                new Sizes.Size("5GB", 5_000_000, 12_000_000_000L)),
                        4,
                        20_000,
                        pace(5, 1_000, 50, 400)),
                new Databases(List.of(1, 2, 4, 8, 16), 16, 10_000, pace(3, 300, 50, 300)),
                new Opening(10, LOGICAL_CONNECTIONS, 200, 16, 3, pace(5, 500, 20, 200)),
                new Settings(
                        List.of(
                                Rival.WRITELANE_AGAIN,
                                Rival.WRITELANE_OWNERSHIP_OFF,
                                Rival.WRITELANE_OWNERSHIP_THREAD,
                                Rival.WRITELANE_DIAGNOSTICS,
                                Rival.WRITELANE_METERS,
                                Rival.WRITELANE_FLIGHT_RECORDER),
                        ROWS,
                        pace(8, 1_000, 20, 200)),
                new Core(1, 10, Duration.ofMillis(250), ROWS),
                new Growth(
                        List.of(
                                scans(10, 100, 1_000, 10_000, 100_000),
                                transactions(tens),
                                batches(tens),
                                blobs(false, bytes),
                                blobs(true, bytes)),
                        ROWS,
                        pace(3, 150, 10, 150)),
                new Limit(
                        List.of(Rival.WRITELANE, Rival.WRITELANE_SNAPSHOTS_OFF, Rival.REUSED_STATEMENT),
                        List.of(Synchronous.FULL, Synchronous.NORMAL),
                        ROWS,
                        pace(6, 800, 20, 250)));
    }

    static Growth.Curve scans(int... many) {
        return new Growth.Curve(
                "scan",
                "Scans",
                "row",
                steps(many).map(n -> new Growth.Step(rows(n), n, new Scan(n))).toList());
    }

    static Growth.Curve transactions(int... many) {
        return new Growth.Curve(
                "transaction",
                "Inserts in one transaction",
                "row",
                steps(many)
                        .map(n -> new Growth.Step(rows(n), n, new Inserts(n)))
                        .toList());
    }

    static Growth.Curve batches(int... many) {
        return new Growth.Curve(
                "batch",
                "Inserts in one batch",
                "row",
                steps(many).map(n -> new Growth.Step(rows(n), n, new Batch(n))).toList());
    }

    static Growth.Curve blobs(boolean written, int... bytes) {
        return new Growth.Curve(
                "blob-" + (written ? "write" : "read"),
                "BLOBs " + (written ? "written" : "read"),
                "MB",
                steps(bytes)
                        .map(n -> {
                            Blobs work = new Blobs(n, written);
                            return new Growth.Step(work.size(), (double) n / Blobs.MIB, work);
                        })
                        .toList());
    }

    private static Stream<Integer> steps(int... many) {
        return IntStream.of(many).boxed();
    }

    private static String rows(int many) {
        return many == 1 ? "1 row" : many + " rows";
    }

    private static Pace pace(int rounds, int warmup, int settle, int turn) {
        return new Pace(rounds, Duration.ofMillis(warmup), Duration.ofMillis(settle), Duration.ofMillis(turn));
    }
}
