package dev.writelane.internal.jdbc;

import java.util.TimeZone;

/** Runs a test as if the JVM stood somewhere else. */
final class Zones {
    interface Body {
        void run() throws Exception;
    }

    private Zones() {}

    static void in(String zone, Body body) throws Exception {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try {
            body.run();
        } finally {
            TimeZone.setDefault(before);
        }
    }
}
