package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One native connection that one thread alone touches. */
class SingleThreadContractTest extends CheckoutContract {
    @Override
    String policy() {
        return "single-thread";
    }

    @Override
    boolean oneAtATime() {
        return true;
    }

    /** Statements, transactions, closures, futures, care, timeouts, an abandoned connection, the end: one thread makes all native calls. */
    @Test
    void oneThreadMakesAllNativeCalls() throws Exception {
        openTable("statement-timeout", "200ms");
        FaultyEngine engine = FaultyEngine.under(db);
        LedgerClient.Manner manner = LedgerClient.Manner.GIVES_UP;
        Ask.script(source, "CREATE TABLE child(p INTEGER REFERENCES t)");
        Ask.run(source, "INSERT INTO t(id) VALUES (?)", LedgerClient.OLD);
        Ask.script(source, "ALTER TABLE t DROP COLUMN v");
        Crowd.run(kind, 1, thread -> new EveryWayToWrite(source, new Ledger(), manner).run());
        db.read(connection -> Ask.number(connection, COUNT));
        db.write(connection -> Ask.run(connection, "DELETE FROM child"));
        await(db.writeAsync(connection -> Ask.run(connection, "INSERT INTO t VALUES (2000)")));
        await(db.readAsync(connection -> Ask.number(connection, COUNT)));
        db.integrityCheck();
        if (hasFile()) {
            db.vacuumInto(directory.resolve("backup.db"));
        }
        Lanes.assertState("57014", () -> Ask.number(source, ENDLESS));
        Crowd.run(kind, 1, thread -> Ask.run(transaction(), "INSERT INTO t VALUES (1000)"));
        awaitCollected();
        db.close();
        assertThat(engine.threads()).hasSize(1).doesNotContain(Thread.currentThread());
    }
}
