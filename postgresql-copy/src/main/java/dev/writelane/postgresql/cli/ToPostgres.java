package dev.writelane.postgresql.cli;

import dev.writelane.postgresql.CopyException;
import dev.writelane.postgresql.CopyOptions;
import dev.writelane.postgresql.CopyProgress;
import dev.writelane.postgresql.Finding;
import dev.writelane.postgresql.SqliteToPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** From a file into an empty schema. */
@Command(
        name = "to-postgresql",
        mixinStandardHelpOptions = true,
        description =
                "Copies an SQLite file, live or not, into an empty schema of a PostgreSQL. What does not map is listed before anything is written.")
final class ToPostgres implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "the SQLite database; it is only read")
    Path file = Path.of("");

    @Parameters(index = "1", paramLabel = "URL", description = "jdbc:postgresql://host:port/database")
    String url = "";

    @Mixin
    ServerOptions server = new ServerOptions();

    @Option(
            names = "--skip",
            paramLabel = "NAME",
            description = "leaves out a table, table.column, index, constraint, view or trigger; repeatable")
    List<String> skip = new ArrayList<>();

    @Option(
            names = "--skip-unmapped",
            description = "leaves out all of the schema that does not map; never columns or rows")
    boolean skipUnmapped;

    @Option(names = "--as-text", paramLabel = "TABLE.COLUMN", description = "makes a column text; repeatable")
    List<String> asText = new ArrayList<>();

    @Option(names = "--type", paramLabel = "TABLE.COLUMN=TYPE", description = "names a column's type; repeatable")
    List<String> types = new ArrayList<>();

    @Option(names = "--truncate-times", description = "cuts digits of seconds beyond microseconds")
    boolean truncateTimes;

    @Option(names = "--plan", description = "lists what does not map, and writes nothing")
    boolean planOnly;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        CopyOptions options = options();
        if (planOnly) {
            return plan(options);
        }
        return Copying.run(server.quiet, progress -> SqliteToPostgres.copy(file, server.at(url), options, progress));
    }

    private int plan(CopyOptions options) {
        try {
            List<Finding> findings = SqliteToPostgres.plan(file, server.at(url), options, CopyProgress.NONE);
            findings.forEach(finding -> System.out.println("  " + finding));
            System.out.println(findings.isEmpty() ? "Everything maps." : findings.size() + " things do not map.");
            return findings.isEmpty() ? 0 : Main.DOES_NOT_MAP;
        } catch (CopyException e) {
            return Copying.failed(e);
        }
    }

    private CopyOptions options() {
        CopyOptions options = CopyOptions.defaults().inSchema(server.schema);
        for (String name : skip) {
            options = options.skipping(name);
        }
        for (String column : asText) {
            options = options.withType(column, "text");
        }
        for (String type : types) {
            int equals = type.indexOf('=');
            try {
                options = options.withType(
                        type.substring(0, Math.max(equals, 0)), equals < 0 ? "" : type.substring(equals + 1));
            } catch (IllegalArgumentException e) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--type " + type + ": " + e.getMessage(), e);
            }
        }
        options = skipUnmapped ? options.skippingUnmapped() : options;
        return truncateTimes ? options.truncatingTimes() : options;
    }
}
