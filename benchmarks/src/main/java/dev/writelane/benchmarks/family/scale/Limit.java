package dev.writelane.benchmarks.family.scale;

import dev.writelane.Synchronous;
import dev.writelane.benchmarks.contest.CProcess;
import dev.writelane.benchmarks.contest.Heat;
import dev.writelane.benchmarks.contest.HeatResult;
import dev.writelane.benchmarks.contest.Load;
import dev.writelane.benchmarks.contest.Pace;
import dev.writelane.benchmarks.contest.Ratio;
import dev.writelane.benchmarks.contest.Rival;
import dev.writelane.benchmarks.contest.Turn;
import dev.writelane.benchmarks.contest.Work;
import dev.writelane.benchmarks.family.Stage;
import dev.writelane.benchmarks.report.Table;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A C program without anything between itself and SQLite, and how much of its speed is left in Java. */
record Limit(List<Rival> rivals, List<Synchronous> levels, int rows, Pace pace) implements Part {
    /** So many that their transaction costs nothing. */
    private static final int IN_TRANSACTION = 100;

    @Override
    public void run(Stage stage, Findings findings) throws Exception {
        String title = "The limit: a C program, statements prepared once, one thread";
        String version;
        try {
            version = CProcess.version(stage.directory(), stage.log());
        } catch (IOException e) {
            String reason = "the C program: " + e.getMessage();
            stage.progress().say("skipped: %s", reason);
            findings.skip(reason);
            findings.table(new Table(title, List.of(""), List.of(), List.of("Skipped: " + e.getMessage())));
            return;
        }
        List<HeatResult> results = new ArrayList<>();
        results.add(stage.contest().run(heat("point-read", new PointReads(1), Synchronous.FULL), pace));
        results.add(stage.contest()
                .run(heat("point-read-in-transaction", new PointReads(IN_TRANSACTION), Synchronous.FULL), pace));
        for (Synchronous level : levels) {
            results.add(stage.contest().run(heat("insert-" + level, new Inserts(1), level), pace));
        }
        List<String> columns = new ArrayList<>(List.of("", Rival.C_LIBRARY.label + ", /s"));
        for (Rival rival : rivals) {
            columns.add(rival.label + ", /s");
            columns.add("of C");
        }
        List<List<String>> lines = new ArrayList<>();
        for (HeatResult result : results) {
            findings.heat(result);
            List<String> line = new ArrayList<>(List.of(
                    result.heat().work().label() + ", " + result.heat().load().synchronous(),
                    Text.perSecond(result, Rival.C_LIBRARY)));
            for (Rival rival : rivals) {
                Ratio share = result.ratio(rival, Turn::perSecond);
                line.add(Text.perSecond(result, rival));
                line.add(Text.share(share));
                if (rival == Rival.WRITELANE) {
                    findings.ratio(result.heat().id() + "-of-c", share);
                }
            }
            lines.add(line);
        }
        String ours = driversVersion();
        findings.figure(Map.of("id", "scale/limit", "sqlite of C", version, "sqlite of the driver", ours));
        findings.table(new Table(
                title,
                columns,
                lines,
                List.of(
                        "The C program runs on the system's SQLite " + version + ", the others on the driver's own "
                                + ours + ", whose symbols are hidden; compilers and options differ as well.",
                        "Inserts: the C program makes its checkpoints itself, every 1,000 pages as is SQLite's default; Writelane makes"
                                + " them in the background, on another core if there is one.",
                        "More than 100 % of a point read in autocommit comes from kept snapshots (snapshot-reuse), which spare two"
                                + " calls of the kernel.")));
    }

    private Heat heat(String name, Work work, Synchronous level) {
        List<Rival> all = new ArrayList<>(List.of(Rival.C_LIBRARY));
        all.addAll(rivals);
        return new Heat(
                "scale/limit/" + name.toLowerCase(Locale.ROOT), work, rows, Load.of(level, 1), Rival.C_LIBRARY, all);
    }

    private static String driversVersion() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT sqlite_version()")) {
            return row.getString(1);
        }
    }
}
