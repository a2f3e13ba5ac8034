package dev.writelane.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that starts another JVM of the same kind as this one. */
public final class ForkedJava {
    private ForkedJava() {}

    /** What it prints is appended to the log. */
    public static ProcessBuilder command(Path log, String... arguments) {
        return builder(arguments)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    /** It answers by its standard output; what it says on standard error is appended to the log. */
    public static ProcessBuilder answering(Path log, String... arguments) {
        return builder(arguments).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    private static ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }
}
