package dev.writelane.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The place that a report names is the application's own line. */
class CallSiteTest {
    private static Throwable at(String... classes) {
        Throwable place = new Throwable();
        StackTraceElement[] frames = new StackTraceElement[classes.length];
        for (int i = 0; i < classes.length; i++) {
            frames[i] = new StackTraceElement(classes[i], "call", "File.java", i + 1);
        }
        place.setStackTrace(frames);
        return place;
    }

    @Test
    void theKitFrameworksAndGeneratedClassesAreSteppedOver() {
        assertThat(CallSite.of(at(
                        "dev.writelane.internal.session.Session",
                        "dev.writelane.SqliteDatabase",
                        "io.micronaut.data.connection.jdbc.operations.DefaultDataSourceConnectionOperations",
                        "jdk.proxy2.$Proxy41",
                        "com.example.Orders$Intercepted",
                        "com.example.$Orders$Definition$Exec",
                        "com.example.Orders_ClientProxy",
                        "com.example.Orders$$SpringCGLIB$$0",
                        "com.example.Orders",
                        "com.example.Main")))
                .isEqualTo("com.example.Orders.call(File.java:9)");
    }

    @Test
    void withoutAFrameOfTheApplicationItIsTheFirstOutsideOfTheKit() {
        assertThat(CallSite.of(at("dev.writelane.internal.session.Session", "java.lang.Thread")))
                .isEqualTo("java.lang.Thread.call(File.java:2)");
        assertThat(CallSite.of(at("dev.writelane.internal.session.Session"))).isEqualTo("an unknown place");
    }

    @Test
    void theNumberOfPlacesIsBounded() {
        PlaceCounts counts = new PlaceCounts();
        for (int i = 0; i < 1_000; i++) {
            counts.count("place " + i);
        }
        counts.count("place 7");
        assertThat(counts.toMap()).hasSize(101).containsEntry("place 7", 2L).containsEntry("(other places)", 900L);
    }
}
