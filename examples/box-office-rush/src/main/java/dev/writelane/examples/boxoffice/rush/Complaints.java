package dev.writelane.examples.boxoffice.rush;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Keeps the first few error messages of a rush; the others only count. Thread-safe: all methods hold the monitor. */
final class Complaints {
    private static final int KEPT = 5;

    private final List<String> first = new ArrayList<>();
    private long count;

    synchronized void add(Verdict verdict, String message) {
        count++;
        if (first.size() < KEPT) {
            first.add(verdict.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ": " + message);
        }
    }

    synchronized boolean isEmpty() {
        return count == 0;
    }

    synchronized void print(PrintWriter out) {
        if (count == 0) {
            return;
        }
        out.println(count + (count == 1 ? " error:" : " errors, the first of them:"));
        first.forEach(message -> out.println("  " + message));
        out.flush();
    }
}
