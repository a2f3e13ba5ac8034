package dev.writelane.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteDatabase;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application that is taken out of a container leaves nothing of the kit there: its class loader can go. */
@Tag("attack")
@Timeout(300)
class DisposalTest {
    @TempDir
    Path directory;

    private int used;

    /** A loader that has used the kit in every policy, and the driver, both of its own. Nothing here refers to it any more. */
    private WeakReference<ClassLoader> usedAndDropped(String policy, boolean registers) throws Exception {
        URL[] places = Stream.of(Disposable.class, SqliteDatabase.class, org.sqlite.JDBC.class, org.slf4j.Logger.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        URLClassLoader loader = new URLClassLoader(places, ClassLoader.getPlatformClassLoader());
        String url = "jdbc:sqlite:" + directory.resolve("used-" + used++ + ".db");
        Object program = loader.loadClass(Disposable.class.getName())
                .getConstructor(String.class, String.class)
                .newInstance(url, policy);
        assertThat(program.getClass()).isNotEqualTo(Disposable.class);
        assertThat(((Callable<?>) program).call()).isEqualTo(2L);
        if (registers) {
            call(loader, "register");
        }
        loader.close();
        return new WeakReference<>(loader);
    }

    private static void call(ClassLoader loader, String method) throws ReflectiveOperationException {
        loader.loadClass(Disposable.class.getName()).getMethod(method).invoke(null);
    }

    private static boolean goes(WeakReference<ClassLoader> loader, Duration limit) {
        long start = System.nanoTime();
        while (loader.get() != null && System.nanoTime() - start < limit.toNanos()) {
            System.gc();
        }
        return loader.get() == null;
    }

    @Test
    void aClassLoaderThatUsedTheKitCanGo() throws Exception {
        int rounds = Campaign.rounds(1, 10);
        int gone = 0;
        for (int round = 0; round < rounds; round++) {
            for (String policy : InterferenceTest.POLICIES) {
                WeakReference<ClassLoader> loader = usedAndDropped(policy, false);
                assertThat(goes(loader, Duration.ofSeconds(60)))
                        .as("the loader of %s went", policy)
                        .isTrue();
                gone++;
            }
        }
        Campaign.of("class loaders").report("%d used the kit and the driver, and were collected", gone);
    }

    /** The kit does not register the driver. Who loads its class for the DriverManager has to deregister it, as with any driver. */
    @Test
    void theDriverManagerAloneKeepsOneThatRegisteredTheDriver() throws Exception {
        WeakReference<ClassLoader> loader = usedAndDropped("single-writer", true);
        assertThat(goes(loader, Duration.ofMillis(500))).isFalse();
        call(Objects.requireNonNull(loader.get()), "deregister");
        assertThat(goes(loader, Duration.ofSeconds(60))).isTrue();
    }
}
