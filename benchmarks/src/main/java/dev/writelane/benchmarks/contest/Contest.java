package dev.writelane.benchmarks.contest;

import dev.writelane.benchmarks.OtherLoad;
import dev.writelane.benchmarks.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Holds heats: each rival has a JVM of its own, which stays (a fresh one would be cold), and a copy of the file; they have their turns one
 * after the other, there and back (A B C, C B A, …), so that what disturbs the machine for a while hits all of them, and what grows
 * steadily hits them alike.
 *
 * <p>A heat that fails ends all contestants: none is left in a state that nobody knows. Databases are deleted in any case.
 */
public final class Contest implements AutoCloseable {
    private final Path directory;
    private final Path log;
    private final Progress progress;
    private final Duration patience;
    private final Map<Rival, Side> sides = new EnumMap<>(Rival.class);

    /**
     * @param directory for the files; it decides which disk is measured
     * @param log for what the rivals print
     */
    public Contest(Path directory, Path log, Progress progress) {
        this(directory, log, progress, Deadline.PATIENCE);
    }

    /**
     * @param patience with a rival that does not answer
     */
    Contest(Path directory, Path log, Progress progress, Duration patience) {
        this.directory = directory;
        this.log = log;
        this.progress = progress;
        this.patience = patience;
    }

    public HeatResult run(Heat heat, Pace pace) throws IOException, SQLException {
        return run(List.of(heat), pace).get(0);
    }

    /**
     * Heats side by side: each round goes through all of them, so that they can be compared with each other as rivals can.
     *
     * @param heats over the same files: the same rows, synchronous, databases; the first one's work makes them, and counts in the end.
     *     What is missing then is told with the last heat, of all rivals
     */
    public List<HeatResult> run(List<Heat> heats, Pace pace) throws IOException, SQLException {
        Heat first = heats.get(0);
        List<Rival> rivals = heats.stream()
                .flatMap(heat -> heat.rivals().stream())
                .distinct()
                .toList();
        Map<Rival, List<Path>> files = new EnumMap<>(Rival.class);
        Map<Rival, Long> changes = new EnumMap<>(Rival.class);
        try {
            for (Rival rival : rivals) {
                files.put(rival, filesOf(rival, first));
            }
            makeFiles(first, files);
            for (Map.Entry<Rival, List<Path>> own : files.entrySet()) {
                side(own.getKey())
                        .open(
                                own.getKey(),
                                own.getValue(),
                                first.load().synchronous(),
                                first.work().readOnly());
            }
            List<Laps> laps = new ArrayList<>();
            for (Heat heat : heats) {
                for (Rival rival : heat.rivals()) {
                    Turn warmup = take(rival, heat, pace.settle(), pace.warmup());
                    changes.merge(rival, warmup.changes(), Long::sum);
                    laps.add(new Laps(heat, rival, new ArrayList<>(), new ArrayList<>()));
                }
            }
            List<Laps> order = new ArrayList<>(laps);
            for (int round = 1; round <= pace.rounds(); round++) {
                for (Laps lap : order) {
                    OtherLoad before = OtherLoad.now();
                    Turn turn = take(lap.rival(), lap.heat(), pace.settle(), pace.turn());
                    lap.otherLoads().add(before.sinceThen());
                    lap.turns().add(turn);
                    changes.merge(lap.rival(), turn.changes(), Long::sum);
                }
                Collections.reverse(order);
            }
            Map<Rival, Long> missing = new EnumMap<>(Rival.class);
            for (Map.Entry<Rival, List<Path>> own : files.entrySet()) {
                Rival rival = own.getKey();
                side(rival).closeFile();
                missing.put(rival, missing(first, own.getValue(), changes.getOrDefault(rival, 0L)));
            }
            Heat last = heats.get(heats.size() - 1);
            List<HeatResult> results = heats.stream()
                    .map(heat -> result(heat, laps, heat == last ? missing : Map.of()))
                    .toList();
            results.forEach(result -> progress.say("%s", result.line()));
            return results;
        } catch (IOException | SQLException | RuntimeException e) {
            close();
            throw e;
        } finally {
            if (first.shared() == null) {
                for (List<Path> own : files.values()) {
                    for (Path file : own) {
                        delete(file);
                    }
                }
            }
        }
    }

    /** What one rival did in one heat, round by round. */
    private record Laps(Heat heat, Rival rival, List<Turn> turns, List<Double> otherLoads) {}

    private static HeatResult result(Heat heat, List<Laps> laps, Map<Rival, Long> missing) {
        Map<Rival, List<Turn>> turns = new EnumMap<>(Rival.class);
        List<Double> otherLoads = new ArrayList<>();
        for (Laps lap : laps) {
            if (lap.heat() == heat) {
                turns.put(lap.rival(), lap.turns());
                otherLoads.addAll(lap.otherLoads());
            }
        }
        return new HeatResult(heat, turns, missing, otherLoads);
    }

    private void makeFiles(Heat heat, Map<Rival, List<Path>> files) throws IOException, SQLException {
        if (heat.shared() != null) {
            return;
        }
        Path template = directory.resolve("template.db");
        try {
            heat.work().prepare(template, heat.rows());
            for (List<Path> own : files.values()) {
                for (Path file : own) {
                    Files.copy(template, file);
                }
            }
        } finally {
            delete(template);
        }
    }

    /** Files are counted one by one, and it does not matter in which of them a change is. */
    private static long missing(Heat heat, List<Path> files, long changes) throws SQLException {
        long missing = heat.work().missing(files.get(0), heat.rows(), changes);
        for (Path file : files.subList(1, files.size())) {
            missing += heat.work().missing(file, heat.rows(), 0);
        }
        return missing;
    }

    private Turn take(Rival rival, Heat heat, Duration settle, Duration time) throws IOException {
        return side(rival).take(new Command.Take(heat.work(), heat.rows(), heat.load(), settle, time));
    }

    private Side side(Rival rival) throws IOException {
        Side side = sides.get(rival);
        if (side == null) {
            side = rival == Rival.C_LIBRARY
                    ? CProcess.start(directory, log, patience)
                    : new ContestantProcess(log, patience);
            sides.put(rival, side);
        }
        return side;
    }

    private List<Path> filesOf(Rival rival, Heat heat) {
        return heat.shared() != null
                ? List.of(heat.shared())
                : IntStream.range(0, heat.databases())
                        .mapToObj(number -> directory.resolve(rival.name() + "-" + number + ".db"))
                        .toList();
    }

    /** With what lies beside it. */
    public static void delete(Path database) throws IOException {
        for (String suffix : new String[] {"", "-wal", "-shm", "-journal"}) {
            Files.deleteIfExists(Path.of(database + suffix));
        }
    }

    /** Ends all JVMs, so that those that are asked next begin alike: a JVM compiles for all that it has ever been asked. */
    public void startAnew() {
        close();
    }

    @Override
    public void close() {
        sides.values().forEach(Side::tellToEnd);
        sides.values().forEach(Side::close);
        sides.clear();
    }
}
