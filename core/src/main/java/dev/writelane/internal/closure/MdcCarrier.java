package dev.writelane.internal.closure;

import dev.writelane.spi.ContextCarrier;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Carries SLF4J's MDC, so that a closure's log lines name the request they belong to. */
final class MdcCarrier implements ContextCarrier {
    @Override
    public Captured capture() {
        Map<String, String> mdc = MDC.getCopyOfContextMap();
        return () -> {
            // Also with nothing to carry: what the closure puts must not stay on the thread.
            Map<String, String> before = MDC.getCopyOfContextMap();
            replace(mdc);
            return () -> replace(before);
        };
    }

    private static void replace(@Nullable Map<String, String> map) {
        if (map == null || map.isEmpty()) {
            MDC.clear();
        } else {
            MDC.setContextMap(map);
        }
    }
}
