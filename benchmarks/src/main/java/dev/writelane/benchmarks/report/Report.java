package dev.writelane.benchmarks.report;

import dev.writelane.benchmarks.Machine;
import java.awt.AWTError;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** All that was measured in one run. */
public record Report(Machine machine, boolean quick, List<FamilyResult> families, Floors floors) {
    /** All families, as it is printed. */
    public String text() {
        return new ReportText(this).all();
    }

    /** What must not be: faults of the families, and ratios below their floors. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        families.forEach(family -> faults.addAll(family.faults()));
        faults.addAll(floors.faults(families));
        return faults;
    }

    /**
     * {@code report.md}, and for each family its own {@code .md}, {@code .json} and plots. The plots are last: they need fonts, and without
     * them the run is not lost.
     *
     * @param plotsNeeded whether a plot that cannot be made is a fault; otherwise it is only told
     * @return this, or what it has become without the plots that could not be made
     */
    public Report write(Path results, boolean plotsNeeded) throws IOException {
        writeTexts(results);
        ReportText text = new ReportText(this);
        List<FamilyResult> plotted = new ArrayList<>();
        for (FamilyResult family : families) {
            List<Chart> failed = new ArrayList<>();
            List<String> said = new ArrayList<>();
            for (Chart chart : family.charts()) {
                try {
                    Files.writeString(results.resolve(chart.file() + ".svg"), Svg.of(chart, text.footer(family)));
                } catch (Exception | LinkageError | InternalError | AWTError e) {
                    failed.add(chart);
                    said.add("not plotted: " + chart.file() + ".svg: " + e);
                }
            }
            plotted.add(failed.isEmpty() ? family : family.withoutPlots(failed, said, plotsNeeded));
        }
        if (plotted.equals(families)) {
            return this;
        }
        Report written = new Report(machine, quick, plotted, floors);
        written.writeTexts(results);
        return written;
    }

    private void writeTexts(Path results) throws IOException {
        ReportText text = new ReportText(this);
        Files.writeString(results.resolve("report.md"), text.all());
        for (FamilyResult family : families) {
            Files.writeString(results.resolve(family.name() + ".md"), text.of(family));
            Files.writeString(results.resolve(family.name() + ".json"), ResultJson.of(this, family));
        }
    }

    /**
     * Copies what {@link #write} wrote, and JSON that a family itself left as {@code <family>-*.json}, family by family, to where the README shows it; families that had no part in this run keep what is
     * there.
     *
     * @throws IllegalStateException if the run was quick or has faults: neither is anything to show
     */
    public void publish(Path results, Path docs) throws IOException {
        if (quick || !faults().isEmpty()) {
            throw new IllegalStateException(
                    "not published: " + (quick ? "a quick run is a look, not a claim" : "the run has faults"));
        }
        Files.createDirectories(docs);
        for (FamilyResult family : families) {
            List<String> files = new ArrayList<>(List.of(family.name() + ".md", family.name() + ".json"));
            family.charts().forEach(chart -> files.add(chart.file() + ".svg"));
            try (DirectoryStream<Path> own = Files.newDirectoryStream(results, family.name() + "-*.json")) {
                own.forEach(file -> files.add(file.getFileName().toString()));
            }
            for (String file : files) {
                Files.copy(results.resolve(file), docs.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
