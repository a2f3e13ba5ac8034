package dev.writelane;

import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.KitHolder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import java.lang.reflect.Field;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.DB;
import org.sqlite.core.WatchedDB;

/**
 * Fails the n-th native call of an open database, and keeps the threads that made native calls. It is put under the engine by
 * replacing the driver's core in each lane, so what runs is the kit as it ships.
 */
final class FaultyEngine implements WatchedDB.Listener {
    /**
     * A result code, and what SQLite's documentation (lang_transaction.html, 2.4) says that such an error may do to the transaction it
     * happens in: leave it open, or roll all of it back.
     */
    enum Fault {
        FULL(13, false),
        FULL_ROLLED_BACK(13, true),
        IOERR(10, false),
        /** SQLITE_IOERR_FSYNC: the data may be in the log, and nobody knows. */
        FSYNC(1034, false),
        IOERR_ROLLED_BACK(10, true),
        NOMEM(7, false),
        NOMEM_ROLLED_BACK(7, true),
        INTERRUPT(9, false),
        INTERRUPT_ROLLED_BACK(9, true),
        /** SQLite looks whether to stop once more when the work is done, and then calls it interrupted. */
        INTERRUPT_WHEN_DONE(9, false),
        BUSY(5, false),
        CORRUPT(11, false);

        final int code;
        final boolean rollsBack;

        Fault(int code, boolean rollsBack) {
            this.code = code;
            this.rollsBack = rollsBack;
        }
    }

    private static final KitHolder INSTALLER = new KitHolder("the faulty engine's installer");
    private static final Set<String> NEVER_ROLL_BACK = Set.of("BEGIN", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA");

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicIntegerArray possible = new AtomicIntegerArray(Fault.values().length);
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile int failFrom;
    private volatile int failUntil;
    private volatile Fault fault = Fault.IOERR;
    private volatile boolean armed;
    private volatile boolean throwing;
    private volatile Thread committing;
    private volatile Runnable whenCommitted = () -> {};
    private volatile String failed = "nothing";

    /** Puts one engine under all lanes that the database has now. */
    static FaultyEngine under(SqliteDatabase db) throws Exception {
        FaultyEngine engine = new FaultyEngine();
        for (LaneSet set : policyOf(db).laneSets()) {
            for (Lane lane : set.lanes()) {
                engine.watchHeld(set, lane);
            }
        }
        return engine;
    }

    /** The kit's own threads visit idle lanes, so that an idle one is held meanwhile; a connection that holds one must stand still. */
    private void watchHeld(LaneSet set, Lane lane) throws Exception {
        boolean taken = set.tryTake(lane, INSTALLER);
        while (!taken && (lane.holder() == null || lane.holder() instanceof KitHolder)) {
            Thread.onSpinWait();
            taken = set.tryTake(lane, INSTALLER);
        }
        watch(lane.connection());
        if (taken) {
            set.release(lane);
        }
    }

    private void watch(NativeConnection connection) throws Exception {
        connection.forgetStatements();
        Object driver = field(connection, "driver");
        DB watched = new WatchedDB((DB) field(connection, "db"), this);
        fieldOf(SQLiteConnection.class, "db").set(driver, watched);
        fieldOf(NativeConnection.class, "db").set(connection, watched);
    }

    private static Field fieldOf(Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    static AccessPolicy policyOf(SqliteDatabase db) throws ReflectiveOperationException {
        return (AccessPolicy) field(field(db, "database"), "policy");
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        return fieldOf(of.getClass(), name).get(of);
    }

    /**
     * From now on counts the calls that can fail in this way, and lets some of them fail.
     *
     * @param call the first to fail, counted from 1
     * @param times how many fail, one after the other
     */
    void arm(int call, int times, Fault how) {
        failFrom = call;
        failUntil = call + times;
        fault = how;
        calls.set(0);
        throwing = false;
        armed = true;
    }

    /** From now on counts the calls, and throws a StackOverflowError instead of so many of them, as if there were no room for them. */
    void armWithErrors(int call, int times) {
        arm(call, times, Fault.IOERR);
        throwing = true;
    }

    /** From now on does something whenever the calling thread has committed: all can see it, and the kit does not know it yet. */
    void whenThisThreadHasCommitted(Runnable what) {
        whenCommitted = what;
        committing = Thread.currentThread();
    }

    /** Counts no more; whether the call that was to fail was reached. */
    boolean disarm() {
        armed = false;
        return calls.get() >= failFrom;
    }

    /** Calls that could have failed in this way since it was armed. */
    int calls(Fault how) {
        return possible.get(how.ordinal());
    }

    /** Which call failed, for messages. */
    String failed() {
        return failed;
    }

    Set<Thread> threads() {
        return threads;
    }

    @Override
    public int before(String call, String sql) {
        threads.add(Thread.currentThread());
        if (call.equals("reset") && sql.equals("COMMIT") && Thread.currentThread() == committing) {
            whenCommitted.run();
        }
        if (!armed) {
            return 0;
        }
        for (Fault each : Fault.values()) {
            if (applies(each, call, sql)) {
                possible.incrementAndGet(each.ordinal());
            }
        }
        if (!applies(fault, call, sql)) {
            return 0;
        }
        int number = calls.incrementAndGet();
        if (number < failFrom || number >= failUntil) {
            return 0;
        }
        if (number == failFrom) {
            failed = call + " of " + sql;
        }
        if (throwing) {
            throw new StackOverflowError("injected");
        }
        return fault.code;
    }

    private static boolean applies(Fault fault, String call, String sql) {
        if (fault == Fault.INTERRUPT_WHEN_DONE) {
            return call.equals("step") && sql.startsWith("INSERT"); // the kit lets nothing stop a COMMIT
        }
        return fault.rollsBack ? call.equals("step") && canEndTransaction(fault, sql) : canFail(fault, call);
    }

    private static boolean canFail(Fault fault, String call) {
        return !call.equals("column") || fault == Fault.NOMEM;
    }

    /** Only statements that touch the file, and COMMIT; an interrupted one must also write (sqlite3VdbeHalt in vdbeaux.c). */
    private static boolean canEndTransaction(Fault fault, String sql) {
        String word = sql.substring(0, (sql + " ").indexOf(' '));
        return !NEVER_ROLL_BACK.contains(word) && !(fault == Fault.INTERRUPT_ROLLED_BACK && word.equals("SELECT"));
    }

    @Override
    public boolean rollsBack() {
        return fault.rollsBack;
    }

    @Override
    public boolean worksFirst() {
        return fault == Fault.INTERRUPT_WHEN_DONE;
    }
}
