package dev.writelane.quarkus.runtime;

import dev.writelane.spi.BlockingGuard;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.BlockingOperationControl;
import org.jspecify.annotations.Nullable;

/** Keeps statements off Vert.x's event loops. Found by ServiceLoader. */
public final class EventLoopGuard implements BlockingGuard {
    @Override
    public @Nullable String remedy(Thread current) {
        return Arc.container() == null
                        || BlockingOperationControl.isBlockingAllowed() // before the start it knows no threads
                ? null
                : "It is an event loop: annotate the method with @Blocking (io.smallrye.common.annotation) or @RunOnVirtualThread.";
    }
}
