package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The starter needs only what it brings: no HTTP, no Reactor, no Micronaut Data, no management, no meters. */
class AloneTest {
    private static final Pattern BROUGHT =
            Pattern.compile(".*(micronaut-starter|core)[/\\\\]target[/\\\\](classes|writelane-.*).*"
                    + "|.*[/\\\\](writelane-core|sqlite-jdbc|slf4j-api|jspecify|micronaut-inject|micronaut-core|micronaut-aop"
                    + "|micronaut-jdbc|jakarta\\.[a-z]+-api)-[0-9][^/\\\\]*\\.jar");

    @TempDir
    Path folder;

    @Test
    void aUrlIsEnough() throws Exception {
        List<String> brought = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(each -> BROUGHT.matcher(each).matches())
                .toList();
        URL[] urls = new URL[brought.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = new File(brought.get(i)).toURI().toURL();
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader alone = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(alone);
            Class<?> contexts = alone.loadClass("io.micronaut.context.ApplicationContext");
            Map<String, Object> settings =
                    Map.of("datasources.default.url", "jdbc:sqlite:" + folder.resolve("alone.db"));
            try (AutoCloseable context = (AutoCloseable)
                    contexts.getMethod("run", Map.class, String[].class).invoke(null, settings, new String[0])) {
                DataSource source =
                        (DataSource) contexts.getMethod("getBean", Class.class).invoke(context, DataSource.class);
                try (Connection connection = source.getConnection()) {
                    connection.createStatement().executeUpdate("CREATE TABLE t(v)");
                    assertThat(connection.createStatement().executeUpdate("INSERT INTO t VALUES (1)"))
                            .isEqualTo(1);
                }
            }
        } finally {
            thread.setContextClassLoader(before);
        }
        assertThat(folder.resolve("alone.db")).exists();
        assertThat(folder.resolve("alone.db-wal")).as("closed with the context").doesNotExist();
    }
}
