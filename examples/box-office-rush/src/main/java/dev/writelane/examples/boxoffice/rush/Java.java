package dev.writelane.examples.boxoffice.rush;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that starts another JVM of the same kind as this one. */
final class Java {
    private Java() {}

    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        if (Runtime.version().feature() >= 22) {
            // The driver loads a native library, which these warn about unless it is announced.
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(arguments));
        return command;
    }
}
