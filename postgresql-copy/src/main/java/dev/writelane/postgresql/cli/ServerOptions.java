package dev.writelane.postgresql.cli;

import dev.writelane.postgresql.ServerAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the server is reached. */
final class ServerOptions {
    @Option(names = "--user", paramLabel = "NAME", description = "user; default: the URL's, or PGUSER")
    @Nullable
    String user;

    @Option(
            names = "--password",
            interactive = true,
            description = "asks for the password; default: the URL's, or PGPASSWORD. It is never shown")
    @Nullable
    String password;

    @Option(names = "--schema", defaultValue = "public", description = "the server's schema; default: ${DEFAULT-VALUE}")
    String schema = "public";

    @Option(names = "--quiet", description = "no progress")
    boolean quiet;

    ServerAddress at(String url) {
        return new ServerAddress(
                url,
                user == null ? System.getenv("PGUSER") : user,
                password == null ? System.getenv("PGPASSWORD") : password);
    }
}
