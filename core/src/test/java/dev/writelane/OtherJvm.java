package dev.writelane;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * A program in another JVM, with this JDK and core's classes, that talks with the test by lines: its input and output. It starts quickly
 * and leaves nothing behind, killed or not. Used by one thread.
 */
public final class OtherJvm implements AutoCloseable {
    private static final List<String> QUICK_START =
            List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:+UseSerialGC", "-Xmx128m");
    private static final String CLASS_PATH = Stream.of(
                    OtherJvm.class,
                    SqliteDatabase.class,
                    org.sqlite.JDBC.class,
                    org.slf4j.Logger.class,
                    org.awaitility.Awaitility.class)
            .map(OtherJvm::placeOf)
            .collect(Collectors.joining(File.pathSeparator));

    /** The driver's library: unpacked by each JVM for itself it would be left behind by each that is killed. */
    private static final Path LIBRARY = unpackLibrary();

    private static final long SECONDS_AGAINST_HANGS = 120;

    private final Process process;
    private final BufferedReader output;
    private final Path errors;

    private OtherJvm(Process process, Path errors) {
        this.process = process;
        this.output = process.inputReader();
        this.errors = errors;
    }

    public static OtherJvm start(Class<?> main, String... arguments) throws IOException {
        return start(List.of(), main, arguments);
    }

    /** @param options of the JVM, before its class path */
    public static OtherJvm start(List<String> options, Class<?> main, String... arguments) throws IOException {
        return start(options, List.of(), main, arguments);
    }

    /** @param libraries one class of each library that it needs beside core's */
    public static OtherJvm start(List<String> options, List<Class<?>> libraries, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(QUICK_START);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dorg.sqlite.lib.path=" + LIBRARY.getParent());
        command.add("-Dorg.sqlite.lib.name=" + LIBRARY.getFileName());
        command.add("-Dslf4j.internal.verbosity=ERROR");
        command.addAll(options);
        String classPath = Stream.concat(
                        Stream.of(CLASS_PATH), libraries.stream().map(OtherJvm::placeOf))
                .collect(Collectors.joining(File.pathSeparator));
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile("other-jvm", ".err");
        return new OtherJvm(
                new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
    }

    private static String placeOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path unpackLibrary() {
        String name = LibraryLoaderUtil.getNativeLibName();
        try (InputStream in =
                OtherJvm.class.getResourceAsStream(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name)) {
            Path directory = Files.createTempDirectory("other-jvm");
            Path library = directory.resolve(name);
            Files.copy(in, library);
            directory.toFile().deleteOnExit();
            library.toFile().deleteOnExit();
            return library;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next line it says, or null when it has ended. */
    public String line() throws IOException {
        return output.readLine();
    }

    /** The next line must be this one. */
    public void expect(String line) throws IOException {
        String said = line();
        if (!line.equals(said)) {
            throw new AssertionError("It said " + said + " and not " + line + "; its errors: " + errors());
        }
    }

    public void say(String line) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /** As {@code kill -9} does. What it has said before can still be read, which Process.destroyForcibly would make impossible. */
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** Waits for its end. */
    public int exitValue() throws InterruptedException {
        if (!process.waitFor(SECONDS_AGAINST_HANGS, TimeUnit.SECONDS)) {
            throw new AssertionError("It does not end; its errors: " + errors());
        }
        return process.exitValue();
    }

    /** What it wrote to its standard error so far. */
    public String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        output.close();
        Files.deleteIfExists(errors);
    }
}
