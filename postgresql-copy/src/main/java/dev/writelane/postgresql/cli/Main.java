package dev.writelane.postgresql.cli;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code java -jar postgresql-copy.jar to-postgresql | to-sqlite ...}. */
@Command(
        name = "postgresql-copy",
        mixinStandardHelpOptions = true,
        description = "Copies a live SQLite database into PostgreSQL, verified and all or nothing, and back.",
        subcommands = {ToPostgres.class, ToSqlite.class},
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:copied and verified, or nothing was found that does not map (--plan)",
            "1:failed; the message says why, and the target is as it was",
            "2:wrong arguments",
            "3:something does not map and is listed; nothing was written"
        })
public final class Main {
    static final int FAILED = 1;
    static final int DOES_NOT_MAP = 3;

    /** The driver's warnings quote URLs. Held, because a logger that nobody holds forgets its level. */
    private static final Logger DRIVER = Logger.getLogger("org.postgresql");

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    /** The same without ending the JVM: the exit status. */
    static int execute(String... arguments) {
        DRIVER.setLevel(Level.OFF);
        return new CommandLine(new Main()).execute(arguments);
    }
}
