package dev.writelane.examples.boxoffice.rush;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs {@link Audit} in a JVM of its own, so that nothing in memory here can colour what it finds. */
final class AuditProcess {
    private static final int LIMIT_SECONDS = 300;

    private AuditProcess() {}

    /**
     * How it ended.
     *
     * @param status its exit status
     * @param offences all of them, of all checks
     */
    record Outcome(int status, long offences) {}

    /** Copies what the audit says to {@code out}. */
    static Outcome run(Books books, Path ledger, PrintWriter out) throws InterruptedException {
        List<String> command = Java.command(
                "-cp",
                System.getProperty("java.class.path", ""),
                Audit.class.getName(),
                "--database",
                books.name(),
                "--ledger",
                ledger.toString());
        try {
            Process audit =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            audit.getOutputStream().close();
            CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS).execute(audit::destroyForcibly);
            long offences = 0;
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(audit.getInputStream(), Charset.defaultCharset()))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    out.println(line);
                    offences += Check.offencesIn(line);
                }
            }
            return new Outcome(audit.waitFor(), offences);
        } catch (IOException e) {
            out.println("Audit FAILED: it could not be started, " + e.getMessage());
            return new Outcome(1, 0);
        }
    }
}
