package dev.writelane.internal.observe;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the line of the application in a stack trace: the first frame that is neither the kit's, nor a framework's, nor generated. */
public final class CallSite {
    private static final List<String> KIT = List.of("dev.writelane.internal.", "dev.writelane.SqliteDatabase");
    private static final List<String> FRAMEWORKS = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "jakarta.",
            "io.agroal.",
            "io.micronaut.",
            "io.netty.",
            "io.quarkus.",
            "com.zaxxer.hikari.",
            "org.flywaydb.",
            "org.hibernate.",
            "org.jdbi.",
            "org.springframework.",
            "reactor.");
    /** In the names of classes that frameworks write: proxies, interceptors, bean definitions. */
    private static final List<String> GENERATED =
            List.of("$Proxy", "$$", "$Intercepted", "$Definition", "_ClientProxy", "_Subclass", "$HibernateProxy");

    private CallSite() {}

    /** The application's frame; where there is none, the first outside of the kit. */
    public static String of(Throwable place) {
        StackTraceElement[] frames = place.getStackTrace();
        String found = first(frames, name -> !isOf(KIT, name) && !isOf(FRAMEWORKS, name) && !isGenerated(name));
        return found != null ? found : outsideOfKit(frames);
    }

    private static String outsideOfKit(StackTraceElement[] frames) {
        String found = first(frames, name -> !isOf(KIT, name));
        return found != null ? found : "an unknown place";
    }

    private static @Nullable String first(StackTraceElement[] frames, Predicate<String> wanted) {
        for (StackTraceElement frame : frames) {
            if (wanted.test(frame.getClassName())) {
                return frame.toString();
            }
        }
        return null;
    }

    private static boolean isOf(List<String> prefixes, String className) {
        return prefixes.stream().anyMatch(className::startsWith);
    }

    private static boolean isGenerated(String className) {
        return GENERATED.stream().anyMatch(className::contains);
    }
}
