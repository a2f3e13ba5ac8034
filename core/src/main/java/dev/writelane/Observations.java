package dev.writelane;

import dev.writelane.internal.observe.Observers;
import dev.writelane.spi.DatabaseObserver;
import java.util.ArrayList;
import java.util.List;

/** The observers registered through one {@link SqliteDatabase}; they leave with it, though the file may stay open. Thread-safe. */
final class Observations {
    private final Observers observers;
    /** Guarded by this. */
    private final List<Registration> open = new ArrayList<>();

    private boolean ended;

    Observations(Observers observers) {
        this.observers = observers;
    }

    private final class Registration implements SqliteDatabase.Observation {
        final DatabaseObserver observer;

        Registration(DatabaseObserver observer) {
            this.observer = observer;
        }

        @Override
        public void close() {
            synchronized (Observations.this) {
                if (open.remove(this)) {
                    observers.remove(observer);
                }
            }
        }
    }

    synchronized SqliteDatabase.Observation begin(DatabaseObserver observer) {
        Registration registration = new Registration(observer);
        if (!ended) {
            open.add(registration);
            observers.add(observer);
        }
        return registration;
    }

    synchronized void end() {
        ended = true;
        List.copyOf(open).forEach(Registration::close);
    }
}
