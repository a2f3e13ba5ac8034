package dev.writelane.generated;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Maven of its own, with the artifacts of this build and behind them the user's repository, where older ones may be installed. */
final class Maven {

    /** For JVMs that end before their code would be compiled twice: a third of the time. */
    static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private static final long MINUTES = 10;

    private Maven() {}

    record Result(int status, String output) {

        /** What went well without a word of warning. */
        void requireNoComplaint() {
            if (status != 0 || output.contains("[WARNING]") || output.contains("[ERROR]")) {
                throw new AssertionError("Maven ended with " + status + " or complained:\n" + output);
            }
        }
    }

    static Result run(Path folder, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                property("maven") + "/bin/mvn",
                "-B",
                "-ntp",
                "-Dmaven.repo.local=" + property("artifacts"),
                "-Dmaven.repo.local.tail=" + property("repository"),
                "-Dmaven.repo.local.tail.ignoreAvailability=true"));
        String settings = property("settings").replaceFirst("^settings=", "");
        if (Files.exists(Path.of(settings))) {
            command.addAll(List.of("-s", settings));
        }
        if (property("offline").equals("offline=true")) {
            command.add("-o");
        }
        command.addAll(arguments);
        Path output = Files.createTempFile(Path.of("target"), "maven", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JDK_JAVA_OPTIONS", SHORT_LIVED);
        Process process = builder.start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new AssertionError("Maven still runs: " + command + "\n" + read(output));
            }
            return new Result(process.exitValue(), read(output));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    static String property(String name) {
        return System.getProperty("generating." + name, "");
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
