package dev.writelane.internal.closure;

import dev.writelane.spi.ContextCarrier;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries what belongs to a calling thread over to the one that runs its closure, by all carriers there are. Thread-safe. */
public final class CallerContext {
    private static final Logger LOG = LoggerFactory.getLogger(CallerContext.class);

    private final List<ContextCarrier> carriers = new ArrayList<>();

    public CallerContext(List<ContextCarrier> further) {
        carriers.add(new ClassLoaderCarrier());
        carriers.add(new MdcCarrier());
        carriers.addAll(further);
    }

    /** Takes it from the current thread. */
    public ContextCarrier.Captured capture() {
        List<ContextCarrier.Captured> captured = new ArrayList<>(carriers.size());
        for (ContextCarrier carrier : carriers) {
            ContextCarrier.Captured one = carrier.capture();
            if (one != null) {
                captured.add(one);
            }
        }
        return () -> enter(captured);
    }

    private static ContextCarrier.Scope enter(List<ContextCarrier.Captured> captured) {
        List<ContextCarrier.Scope> scopes = new ArrayList<>(captured.size());
        boolean complete = false;
        try {
            for (ContextCarrier.Captured one : captured) {
                scopes.add(one.enter());
            }
            complete = true;
            return () -> leave(scopes);
        } finally {
            if (!complete) {
                leave(scopes);
            }
        }
    }

    /** Each is left, in reverse order, whatever the others throw. */
    private static void leave(List<ContextCarrier.Scope> scopes) {
        for (int i = scopes.size() - 1; i >= 0; i--) {
            try {
                scopes.get(i).close();
            } catch (RuntimeException | Error e) {
                LOG.warn("Restoring a thread's context after a closure failed", e);
            }
        }
    }
}
