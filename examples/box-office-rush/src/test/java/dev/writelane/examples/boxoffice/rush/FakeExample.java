package dev.writelane.examples.boxoffice.rush;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** A runnable example, told its port and its file as the real ones are by the demo. */
public final class FakeExample {
    private FakeExample() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        int port = Integer.parseInt(System.getenv("FAKE_PORT"));
        String url = System.getenv("FAKE_URL");
        new FakeBoxOffice(Path.of(url.substring("jdbc:sqlite:".length())), port, Fault.NONE);
    }

    /** An example that ends before it answers. */
    public static final class Broken {
        private Broken() {}

        public static void main(String[] arguments) {
            System.out.println("the disk is made of cheese");
            System.exit(3);
        }
    }

    /** The demo of a fake example; arguments: its jar, a directory, a port. */
    public static final class Shown {
        private Shown() {}

        public static void main(String[] arguments) throws Exception {
            Example example = at(Path.of(arguments[0]));
            int port = Integer.parseInt(arguments[2]);
            PrintWriter out = new PrintWriter(System.out, true);
            System.exit(new Demo(example, "", Path.of(arguments[1]), port, 2, 1, false, out).run());
        }
    }

    /** What runs {@code main}. */
    static Example of(Path directory, Class<?> main) throws IOException {
        return at(jar(directory, main));
    }

    static Example at(Path jar) {
        return new Example("fake", jar, jar, "FAKE_HOST", "FAKE_PORT", "FAKE_URL");
    }

    /** A jar that runs {@code main}, with the class path of this JVM. */
    private static Path jar(Path directory, Class<?> main) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        Path jar = directory.resolve(main.getSimpleName() + ".jar");
        try (OutputStream file = Files.newOutputStream(jar)) {
            new JarOutputStream(file, manifest).close();
        }
        return jar;
    }
}
