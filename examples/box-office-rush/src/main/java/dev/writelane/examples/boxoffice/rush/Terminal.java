package dev.writelane.examples.boxoffice.rush;

import java.io.Console;

/** Whether standard output is a screen, where a line may be written over. */
final class Terminal {
    private Terminal() {}

    static boolean isScreen() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From JDK 22 on there is a console for a pipe too, and only this method tells.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException beforeJdk22) {
            return true;
        }
    }
}
