package dev.writelane.benchmarks.family.scale;

import dev.writelane.SqliteConfig;
import dev.writelane.Synchronous;
import dev.writelane.benchmarks.contest.Contest;
import dev.writelane.benchmarks.contest.Heat;
import dev.writelane.benchmarks.contest.HeatResult;
import dev.writelane.benchmarks.contest.Load;
import dev.writelane.benchmarks.contest.OpenRival;
import dev.writelane.benchmarks.contest.Pace;
import dev.writelane.benchmarks.contest.Rival;
import dev.writelane.benchmarks.contest.Task;
import dev.writelane.benchmarks.contest.Turn;
import dev.writelane.benchmarks.family.Stage;
import dev.writelane.benchmarks.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Random point reads of files that fit into a page cache, and of files that do not. */
record Sizes(List<Size> sizes, int threads, int countedReads, Pace pace) implements Part {
    /** With this payload four rows fill a page of 4,096 bytes. */
    private static final int PAYLOAD = 960;

    private static final List<Rival> RIVALS = List.of(Rival.WRITELANE, Rival.HIKARICP);

    /**
     * A file.
     *
     * @param name in tables and ids
     * @param rows of 1 KB
     * @param freeBytes without which it is not made
     */
    record Size(String name, int rows, long freeBytes) {}

    @Override
    public void run(Stage stage, Findings findings) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (Size size : sizes) {
            String obstacle = obstacle(size, stage.directory());
            if (!obstacle.isEmpty()) {
                stage.progress().say("%s: skipped, %s.", size.name(), obstacle);
                notes.add(size.name() + ": skipped, " + obstacle + ".");
                findings.skip("a file of " + size.name() + ": " + obstacle);
                continue;
            }
            Path file = stage.directory().resolve("size.db");
            try {
                long begun = System.nanoTime();
                Rows.create(file, size.rows(), PAYLOAD);
                stage.progress()
                        .say(
                                "a file of %,d MB made in %.1f s",
                                Files.size(file) / 1_000_000, (System.nanoTime() - begun) / 1e9);
                rows.add(measure(size, file, stage, findings));
            } finally {
                Contest.delete(file);
            }
        }
        notes.add(String.format(
                Locale.ROOT,
                "Each connection and each lane has a page cache of %d MiB (cache-size); what is not in it is read from the file, that is,"
                        + " from the system's cache as far as memory goes. *File reads* are such reads for each point read, counted"
                        + " by the kernel (one thread, %,d reads): where they grow, cost grows.",
                SqliteConfig.of("jdbc:sqlite:any.db").cacheSize() >> 20,
                countedReads));
        findings.table(new Table(
                "Random point reads over the size of the file, " + threads + " threads",
                List.of("size", "Writelane, /s", "HikariCP, /s", "×", "Writelane, file reads", "HikariCP, file reads"),
                rows,
                notes));
    }

    /** Why such a file cannot be made; empty if it can. */
    private static String obstacle(Size size, Path directory) {
        if (size.freeBytes() == 0) {
            return "";
        }
        try {
            long free = Files.getFileStore(directory).getUsableSpace();
            return free >= size.freeBytes()
                    ? ""
                    : String.format(
                            Locale.ROOT, "the disk has %.1f GB free, not %.0f", free / 1e9, size.freeBytes() / 1e9);
        } catch (IOException e) {
            return "how much of the disk is free is unknown: " + e.getMessage();
        }
    }

    private List<String> measure(Size size, Path file, Stage stage, Findings findings) throws Exception {
        Heat heat = new Heat(
                        "scale/size/" + size.name(),
                        new PointReads(1),
                        size.rows(),
                        Load.of(Synchronous.FULL, threads),
                        Rival.HIKARICP,
                        RIVALS)
                .reading(file);
        HeatResult result = stage.contest().run(heat, pace);
        findings.heat(result);
        findings.ratio(heat.id(), result.ratio(Rival.WRITELANE, Turn::perSecond));
        List<String> row = new ArrayList<>(List.of(size.name()));
        RIVALS.forEach(rival -> row.add(Text.perSecond(result, rival)));
        row.add(Text.ratio(result.ratio(Rival.WRITELANE, Turn::perSecond)));
        Map<String, Object> figure = new LinkedHashMap<>();
        figure.put("id", heat.id());
        figure.put("bytes", Files.size(file));
        for (Rival rival : RIVALS) {
            double reads = fileReads(rival, file, size.rows());
            figure.put("fileReads " + rival.label, reads);
            row.add(Double.isNaN(reads) ? "unknown" : String.format(Locale.ROOT, "%.2f", reads));
        }
        findings.figure(figure);
        return row;
    }

    /** For each point read; in this JVM, which does nothing else meanwhile. NaN where the system does not count them. */
    private double fileReads(Rival rival, Path file, int rows) throws Exception {
        try (OpenRival open = rival.open(file, Synchronous.FULL);
                Task task = new PointReads(1).task(open, rows, 0, 1)) {
            // Fills the cache, and loads the classes.
            for (int i = 0; i < countedReads; i++) {
                task.once(i);
            }
            double before = Proc.fileReads();
            for (int i = 0; i < countedReads; i++) {
                task.once(i);
            }
            return (Proc.fileReads() - before) / countedReads;
        }
    }
}
