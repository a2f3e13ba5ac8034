package dev.writelane.examples.boxoffice.contract;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a server that starts only later. Below those that the system gives out to everybody who asks for any, or connects: of
 * these one might be somebody else's by then.
 */
public final class FreePort {
    private FreePort() {}

    public static int next() throws IOException {
        while (true) {
            try (ServerSocket free =
                    new ServerSocket(ThreadLocalRandom.current().nextInt(15_000, 32_000))) {
                return free.getLocalPort();
            } catch (BindException e) {
                // Taken: another one.
            }
        }
    }
}
