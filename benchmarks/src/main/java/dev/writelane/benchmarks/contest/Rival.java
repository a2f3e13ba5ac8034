package dev.writelane.benchmarks.contest;

import dev.writelane.Synchronous;
import java.nio.file.Path;
import java.sql.SQLException;

/** Who is asked: each a way to use one SQLite file from many threads. */
public enum Rival {
    /** With its defaults, as the README's quick start has it. */
    WRITELANE("Writelane", Setups.writelane("")),
    /** With a snapshot of its own for each read, which is what every rival does. */
    WRITELANE_SNAPSHOTS_OFF("Writelane, snapshot-reuse=off", Setups.writelane("&snapshot-reuse=off")),
    WRITELANE_GROUPS_OFF("Writelane, group-commit=off", Setups.writelane("&group-commit=off")),
    /** The same in another JVM: what it differs by is noise. */
    WRITELANE_AGAIN("Writelane once more", Setups.writelane("")),
    WRITELANE_OWNERSHIP_OFF("Writelane, ownership=off", Setups.writelane("&ownership=off")),
    WRITELANE_OWNERSHIP_THREAD("Writelane, ownership=thread", Setups.writelane("&ownership=thread")),
    WRITELANE_DIAGNOSTICS("Writelane, diagnostics=true", Setups.writelane("&diagnostics=true")),
    /** With Micrometer's meters in a registry. */
    WRITELANE_METERS("Writelane, meters", Setups.writelaneWithMeters()),
    /** While the JVM's Flight Recorder runs with its default profile, Writelane's events among it. */
    WRITELANE_FLIGHT_RECORDER("Writelane, flight recorder", Setups.writelaneWithFlightRecorder()),
    /** Each thread keeps some futures of writeAsync in flight. */
    WRITELANE_ASYNC("Writelane, writeAsync", Setups.writelane("")),
    WRITELANE_JDBI("Jdbi on Writelane", Setups.writelane("")),
    /** What ratios are to. */
    HIKARICP("HikariCP, tuned", Setups.hikariCp(Rival.POOL_SIZE)),
    /** For writes: who writes waits in the pool's queue, where nobody starves, instead of asking SQLite for its lock again and again. */
    HIKARICP_ONE_WRITER("HikariCP, one connection", Setups.hikariCp(1)),
    /** A URL and nothing else; the pool of ten. The level of synchronous is everybody's. */
    HIKARICP_DEFAULTS("HikariCP, defaults", Setups.hikariCpAsItIs()),
    AGROAL("Agroal, tuned", Setups.agroal(Rival.POOL_SIZE)),
    /** Quarkus's default size of 20 connections. */
    AGROAL_DEFAULTS("Agroal, defaults", Setups.agroalAsItIs(20)),
    HIKARICP_JDBI("Jdbi on HikariCP, tuned", Setups.hikariCp(Rival.POOL_SIZE)),
    HIKARICP_DEFAULTS_JDBI("Jdbi on HikariCP, defaults", Setups.hikariCpAsItIs()),
    /** Statements are prepared for each operation. */
    CONNECTION_PER_THREAD("a connection per thread", Setups.stock()),
    CONNECTION_PER_THREAD_DEFAULTS("a connection per thread, defaults", Setups.stockAsItIs()),
    /** No way to write an application; it is what the driver gives at most. */
    REUSED_STATEMENT("a connection per thread, reused statement", Setups.stock()),
    REUSED_STATEMENT_DEFAULTS("a connection per thread, reused statement, defaults", Setups.stockAsItIs()),
    /** The physical limit: a C program on the system's SQLite, statements prepared once, one thread. */
    C_LIBRARY("C program", Setups.none());

    /** Of the tuned pools, as many as Writelane has read lanes at most. */
    public static final int POOL_SIZE = 16;

    public final String label;

    private final transient Setup setup;

    Rival(String label, Setup setup) {
        this.label = label;
        this.setup = setup;
    }

    public OpenRival open(Path file, Synchronous synchronous) throws SQLException {
        return setup.open(this, file, synchronous, false);
    }

    /** Whose connections cannot become read-only later opens the file, which must be in WAL mode then, for reading only. */
    OpenRival openReadOnly(Path file, Synchronous synchronous) throws SQLException {
        return setup.open(this, file, synchronous, true);
    }

    public boolean isJdbi() {
        return name().endsWith("_JDBI");
    }

    public boolean isWritelane() {
        return name().startsWith("WRITELANE");
    }

    /** How a rival opens a file. */
    interface Setup {
        /** @param readOnly whether nothing will be written; Writelane's connections are told so themselves */
        OpenRival open(Rival rival, Path file, Synchronous synchronous, boolean readOnly) throws SQLException;
    }
}
