package dev.writelane.internal.observe;

import dev.writelane.spi.DatabaseObserver;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One observer of one database. What it throws ends here; the first time it is logged. */
final class Registered {
    private static final Logger LOG = LoggerFactory.getLogger(Observers.class);

    final DatabaseObserver observer;
    /** How often it was registered. Guarded by its {@link Observers}. */
    int times = 1;

    private volatile boolean failed;

    Registered(DatabaseObserver observer) {
        this.observer = observer;
    }

    <T extends DatabaseObserver> void tell(Class<T> kind, Consumer<T> news) {
        if (!kind.isInstance(observer)) {
            return;
        }
        try {
            news.accept(kind.cast(observer));
        } catch (Throwable e) { // whatever it is, the statement goes on
            if (!failed) {
                failed = true;
                logFailure(e);
            }
        }
    }

    private void logFailure(Throwable e) {
        String name = observer.getClass().getName();
        LOG.warn("The observer {} failed; it is still told what happens, further failures are not logged.", name, e);
    }
}
