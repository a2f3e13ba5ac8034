package dev.writelane.postgresql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.postgresql.Child;
import dev.writelane.postgresql.Server;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong: a clear error, an exit status, both sides as they were, and no password anywhere. */
class CommandLineTest {
    private static final String SECRET = "s3cret";

    @TempDir
    Path folder;

    private String server;
    private Path file;
    private String output;

    @BeforeEach
    void make() throws Exception {
        server = Server.newDatabase();
        file = folder.resolve("a.db");
        execute("jdbc:sqlite:" + file, "CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER)");
        execute("jdbc:sqlite:" + file, "INSERT INTO t VALUES (1, 10), (2, 20)");
    }

    private static void execute(String url, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int run(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream both = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            return Main.execute(arguments);
        } finally {
            System.setOut(out);
            System.setErr(err);
            output = printed.toString(StandardCharsets.UTF_8);
            assertThat(output).doesNotContain(SECRET);
        }
    }

    private int copy(String... more) {
        List<String> arguments = new ArrayList<>(List.of("to-postgresql", file.toString(), server));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    @Test
    void aCopyShowsWhereItIsAndWhatItDid() throws Exception {
        // Bars go to the standard error of the process.
        Child.Outcome outcome = Child.run("32m", "to-postgresql", file.toString(), server);
        assertThat(outcome.status()).as(outcome.output()).isZero();
        assertThat(outcome.output())
                .contains("scan t", "copy t", "verify t", "/s")
                .containsPattern("t +2 rows  [0-9a-f]{32}\n")
                .containsPattern(
                        "Copied and verified: 1 tables, 2 rows in [\\d.]+ s, [\\d,]+ rows/s, both sides equal");
    }

    @Test
    void aTargetThatIsNotEmptyIsLeftAsItIs() throws Exception {
        assertThat(copy("--quiet")).isZero();
        execute(server, "UPDATE t SET v = 0");
        assertThat(copy()).isEqualTo(1);
        assertThat(output).contains("The target is not empty: schema public has t, t_id_seq. It is left as it is");
        assertThat(copy("--schema", "nowhere")).isEqualTo(1);
        assertThat(output).contains("There is no schema nowhere in the target");
        execute(server, "CREATE SCHEMA other");
        assertThat(copy("--schema", "other", "--quiet")).as(output).isZero();
        try (Connection connection = DriverManager.getConnection(server);
                Statement statement = connection.createStatement();
                ResultSet sums =
                        statement.executeQuery("SELECT sum(a.v), sum(b.v) FROM public.t a JOIN other.t b USING (id)")) {
            sums.next();
            assertThat(sums.getLong(1)).isZero();
            assertThat(sums.getLong(2)).isEqualTo(30);
        }
    }

    @Test
    void whatDoesNotMapIsListedWithAStatusOfItsOwn() throws Exception {
        execute("jdbc:sqlite:" + file, "INSERT INTO t VALUES (3, 'three')");
        execute("jdbc:sqlite:" + file, "CREATE VIEW w AS SELECT 1");
        assertThat(copy()).isEqualTo(3);
        assertThat(output)
                .contains("t.v: declared 'INTEGER', not all values become bigint: row id 3 holds TEXT of 5 characters")
                .contains("--as-text t.v")
                .contains("w: a view is not copied")
                .contains("2 things do not map; nothing was written");
        assertThat(copy("--plan")).isEqualTo(3);
        assertThat(output).contains("2 things do not map.");
        assertThat(copy("--plan", "--as-text", "t.v", "--skip", "w")).isZero();
        assertThat(copy("--as-text", "t.v", "--skip-unmapped", "--quiet"))
                .as(output)
                .isZero();
        assertThat(output).contains("note: left out: w, a view is not copied");
    }

    @Test
    void wrongArgumentsAreAnErrorOfTheirOwn() {
        assertThat(run("to-postgresql", file.toString())).isEqualTo(2);
        assertThat(run("to-mars")).isEqualTo(2);
        assertThat(copy("--type", "t.v")).isEqualTo(2);
        assertThat(copy("--type", "t.v=banana")).isEqualTo(2);
        assertThat(output).contains("There is no type banana to copy t.v into");
        assertThat(copy("--skip", "t.nothing")).isEqualTo(1);
        assertThat(output).contains("Nothing is called t.nothing");
        assertThat(run("--help")).isZero();
        assertThat(output).contains("to-postgresql", "to-sqlite", "Exit status:");
    }

    @Test
    void aWrongFileIsNamed() throws Exception {
        Path missing = folder.resolve("missing.db");
        assertThat(run("to-postgresql", missing.toString(), server)).isEqualTo(1);
        assertThat(output).contains("There is no file " + missing);
        assertThat(missing).doesNotExist();
        Path other =
                Files.writeString(folder.resolve("other.db"), "no database, but long enough to look at: ".repeat(50));
        assertThat(run("to-postgresql", other.toString(), server)).isEqualTo(1);
        assertThat(output).contains(other + " cannot be read as an SQLite database");
    }

    @Test
    void aWrongServerIsNamedWithoutItsPassword() {
        for (String url : List.of(
                "jdbc:postgresql://localhost:1/app?user=me&password=" + SECRET,
                "jdbc:postgresql://localhost:1/app?user=me&password=100%" + SECRET,
                "jdbc:postgresql://me:sl/ash" + SECRET + "@localhost:1/app",
                "jdbc:mysql://localhost/app?user=me&password=" + SECRET,
                "postgresql://me:" + SECRET + "@localhost/app",
                "jdbc:postgresql://me:" + SECRET + "@localhost:1/app",
                Server.url("missing") + "&password=" + SECRET,
                Server.url("postgres")
                        .replace("user=postgres", "user=nobody")
                        .replace("password=postgres", "password=" + SECRET))) {
            assertThat(run("to-postgresql", file.toString(), url)).as(url).isEqualTo(1);
            assertThat(output)
                    .containsAnyOf("Cannot connect to jdbc:postgresql://localhost", "is no URL of a PostgreSQL");
            assertThat(run("to-sqlite", url, folder.resolve("b.db").toString()))
                    .as(url)
                    .isEqualTo(1);
            assertThat(folder.resolve("b.db")).doesNotExist();
        }
    }

    /** Ctrl-C and kill. */
    @Test
    void nothingIsLeftOfACopyThatIsStopped() throws Exception {
        execute(
                server,
                "CREATE TABLE many AS SELECT i, md5(i::text) AS a, md5((i + 1)::text) AS b FROM generate_series(1, 300000) i");
        execute(server, "CREATE TABLE other(i int)");
        Path target = Files.createDirectory(folder.resolve("back"));
        try (Connection holder = DriverManager.getConnection(server);
                Statement statement = holder.createStatement()) {
            // It cannot end by itself: behind the rows of one table it waits for the other.
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE other IN ACCESS EXCLUSIVE MODE");
            Process copy = Child.start(
                    "64m", "to-sqlite", server, target.resolve("b.db").toString(), "--quiet");
            try {
                Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> !copy.isAlive() || isWaiting(statement));
                assertThat(filesIn(target)).as("the copy's file").isEqualTo(1);
                copy.destroy();
                assertThat(copy.waitFor()).isEqualTo(143);
            } finally {
                copy.destroyForcibly();
            }
        }
        assertThat(filesIn(target)).isZero();
    }

    private static boolean isWaiting(Statement statement) throws SQLException {
        try (ResultSet locks =
                statement.executeQuery("SELECT 1 FROM pg_locks WHERE relation = 'other'::regclass AND NOT granted")) {
            return locks.next();
        }
    }

    private static long filesIn(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    @Test
    void thePasswordIsAskedForWhereverItIsSaid() throws Exception {
        Child.Outcome outcome =
                Child.run("32m", "to-postgresql", "--password", "--quiet", file.toString(), server); // and gets none
        assertThat(outcome.output()).doesNotContain("Missing required parameter");
        Child.Outcome before = Child.run("32m", "to-postgresql", "--quiet", "--password", file.toString(), server);
        assertThat(before.output()).doesNotContain("Missing required parameter");
    }

    @Test
    void aFileThatIsThereIsLeftAsItIs() throws Exception {
        assertThat(copy("--quiet")).isZero();
        byte[] before = Files.readAllBytes(file);
        assertThat(run("to-sqlite", server, file.toString())).isEqualTo(1);
        assertThat(output).contains("it exists, and is left as it is");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(run("to-sqlite", server, folder.resolve("no/b.db").toString()))
                .isEqualTo(1);
        assertThat(output).contains("does not exist. Create it.");
        assertThat(run("to-sqlite", server, folder.resolve("b.db").toString(), "--schema", "nowhere"))
                .isEqualTo(1);
        assertThat(output).contains("There is no table in schema nowhere");
    }
}
