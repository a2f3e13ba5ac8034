package dev.writelane.postgresql.cli;

import dev.writelane.postgresql.CopyOptions;
import dev.writelane.postgresql.PostgresToSqlite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** From a server's schema into a new file. */
@Command(
        name = "to-sqlite",
        mixinStandardHelpOptions = true,
        description =
                "Copies a schema of a PostgreSQL into a new SQLite file, for local work with production's shape. The file appears when it is complete.")
final class ToSqlite implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "URL", description = "jdbc:postgresql://host:port/database; it is only read")
    String url = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "a file that is not there")
    Path file = Path.of("");

    @Mixin
    ServerOptions server = new ServerOptions();

    @Option(names = "--skip", paramLabel = "NAME", description = "leaves out a table or table.column; repeatable")
    List<String> skip = new ArrayList<>();

    @Override
    public Integer call() {
        CopyOptions options = CopyOptions.defaults().inSchema(server.schema);
        for (String name : skip) {
            options = options.skipping(name);
        }
        CopyOptions asked = options;
        return Copying.run(server.quiet, progress -> PostgresToSqlite.copy(server.at(url), file, asked, progress));
    }
}
