package dev.writelane.examples.boxoffice.rush;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An example that can be shown: its runnable jar, and the environment variables by which it is told where to serve and
 * which database to use.
 *
 * @param serverJar what runs on PostgreSQL: the same jar, but where the kind of database is decided by the build
 */
record Example(String name, Path jar, Path serverJar, String hostVariable, String portVariable, String urlVariable) {

    private static final List<Example> ALL = List.of(
            new Example(
                    "micronaut",
                    Path.of("examples/box-office-micronaut/target/box-office-micronaut.jar"),
                    Path.of("examples/box-office-micronaut/target/box-office-micronaut.jar"),
                    "MICRONAUT_SERVER_HOST",
                    "MICRONAUT_SERVER_PORT",
                    "DATASOURCES_DEFAULT_URL"),
            new Example(
                    "jdbi",
                    Path.of("examples/box-office-jdbi/target/box-office-jdbi.jar"),
                    Path.of("examples/box-office-jdbi/target/box-office-jdbi.jar"),
                    "BOX_OFFICE_HOST",
                    "BOX_OFFICE_PORT",
                    "BOX_OFFICE_DATABASE_URL"),
            new Example(
                    "quarkus",
                    Path.of("examples/box-office-quarkus/target/quarkus-app/quarkus-run.jar"),
                    Path.of("examples/box-office-quarkus/target/quarkus-app-postgresql/quarkus-run.jar"),
                    "QUARKUS_HTTP_HOST",
                    "QUARKUS_HTTP_PORT",
                    "QUARKUS_DATASOURCE_JDBC_URL"));

    /** The example of that name in this checkout. */
    static Example named(String name, Path repository) throws DemoFailure {
        for (Example example : ALL) {
            if (example.name.equals(name)) {
                return example.at(repository.resolve(example.jar), repository.resolve(example.serverJar));
            }
        }
        throw new DemoFailure("there is no example `" + name + "`: -Ddemo.example is one of "
                + ALL.stream().map(Example::name).collect(Collectors.joining(", ")));
    }

    private Example at(Path jar, Path serverJar) {
        return new Example(name, jar, serverJar, hostVariable, portVariable, urlVariable);
    }

    /** Loopback only: a demo has no business on the network. */
    Map<String, String> environment(int port, String url) {
        return Map.of(hostVariable, "localhost", portVariable, Integer.toString(port), urlVariable, url);
    }

    /** The same, to be run on PostgreSQL. */
    Example onServer() {
        return at(serverJar, serverJar);
    }
}
