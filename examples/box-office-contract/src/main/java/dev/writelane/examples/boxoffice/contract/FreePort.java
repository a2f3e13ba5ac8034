package dev.writelane.examples.boxoffice.contract;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a server that starts only later. Below those that systems give out by default to everybody who asks for any, or
 * connects: of these one might be somebody else's by then.
 */
public final class FreePort {
    private static final int TRIES = 1_000;

    private FreePort() {}

    public static int next() throws IOException {
        BindException taken = null;
        for (int i = 0; i < TRIES; i++) {
            try (ServerSocket free =
                    new ServerSocket(ThreadLocalRandom.current().nextInt(15_000, 32_000))) {
                return free.getLocalPort();
            } catch (BindException e) {
                taken = e;
            }
        }
        throw new IOException("no free port in " + TRIES + " tries", taken);
    }
}
