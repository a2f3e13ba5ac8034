package dev.writelane.examples.boxoffice.rush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.examples.boxoffice.contract.FreePort;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(360)
class DemoTest {
    @TempDir
    Path directory;

    private final StringWriter said = new StringWriter();
    private final PrintWriter out = new PrintWriter(said);

    @Test
    void withExitItEndsWithTheRushesStatusAndLeavesNothingRunning() throws Exception {
        int port = FreePort.next();

        int status =
                demo(FakeExample.of(directory, FakeExample.class), port, true).run();

        assertThat(said.toString()).contains("Imported 20,000 seats in ", "p99.9 ms", "Audit OK", "Rush OK");
        assertThat(status).isZero();
        new ServerSocket(port).close();
    }

    @Test
    void withSoakItSaysWhatTheExampleHeld() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "needs Linux's /proc");

        demo(FakeExample.of(directory, FakeExample.class), FreePort.next(), true)
                .soaking()
                .run();

        assertThat(said.toString())
                .contains("heap after GC", "open files", "p99, ms")
                .containsPattern("Soak (OK|FAILED)");
    }

    @Test
    void aBusyPortIsNamedWithTheWayOut() throws Exception {
        try (ServerSocket busy = new ServerSocket(0)) {
            int port = busy.getLocalPort();
            Example example = FakeExample.of(directory, FakeExample.class);

            assertThatThrownBy(() -> demo(example, port, true).run())
                    .isInstanceOf(DemoFailure.class)
                    .hasMessageContaining("port " + port + " is not free")
                    .hasMessageContaining("-Ddemo.port=")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void anExampleThatDoesNotStartShowsItsLog() throws Exception {
        Example example = FakeExample.of(directory, FakeExample.Broken.class);
        int port = FreePort.next();

        assertThatThrownBy(() -> demo(example, port, true).run())
                .isInstanceOf(DemoFailure.class)
                .hasMessageContaining("ended by itself with status 3")
                .hasMessageContaining("the disk is made of cheese");
    }

    @Test
    void aMissingExampleIsNamed() {
        assertThatThrownBy(() -> demo(FakeExample.at(directory.resolve("none.jar")), 8080, true)
                        .run())
                .isInstanceOf(DemoFailure.class)
                .hasMessageContaining("there is no example at " + directory.resolve("none.jar"));
    }

    @Test
    void aWrongNameIsAnsweredWithTheRightOnes() {
        assertThatThrownBy(() -> Example.named("quakrus", directory))
                .isInstanceOf(DemoFailure.class)
                .hasMessageContaining("`quakrus`")
                .hasMessageContaining("micronaut, jdbi, quarkus");
    }

    @Test
    void exitIsAskedForByThePropertyAlone() {
        assertThat(Demo.asked("")).isTrue();
        assertThat(Demo.asked("true")).isTrue();
        assertThat(Demo.asked(null)).isFalse();
        assertThat(Demo.asked("false")).isFalse();
    }

    @Test
    void aTerminatedDemoTakesTheExampleWithIt() throws Exception {
        int port = FreePort.next();
        Example example = FakeExample.of(directory, FakeExample.class);
        List<String> command = Java.command(
                "-cp",
                System.getProperty("java.class.path"),
                FakeExample.Shown.class.getName(),
                example.jar().toString(),
                directory.toString(),
                Integer.toString(port));
        Process demo = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(demo.getInputStream(), Charset.defaultCharset()))) {
            String line = lines.readLine();
            while (line != null && !line.contains("stays open until Ctrl-C")) {
                out.println(line);
                line = lines.readLine();
            }
            assertThat(line).as("what the demo said: %s", said).isNotNull();
            List<ProcessHandle> children = demo.children().toList();
            assertThat(children).hasSize(1);

            demo.destroy();

            assertThat(demo.waitFor(20, TimeUnit.SECONDS)).isTrue();
            // It was told to end, and may outlive the demo by a moment.
            children.get(0).onExit().get(60, TimeUnit.SECONDS);
        } finally {
            demo.destroyForcibly();
        }
        new ServerSocket(port).close();
    }

    private Demo demo(Example example, int port, boolean exit) {
        return new Demo(example, "", directory, port, 4, 3, exit, out);
    }
}
