package dev.writelane.attack.history;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** All transactions of all clients of one database, and their errors by SQLState. Thread-safe. */
final class Tally {
    private final boolean lockingReads;
    private final AtomicLong ids = new AtomicLong();
    private final AtomicInteger committed = new AtomicInteger();
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> errors = new ConcurrentSkipListMap<>();
    private final Map<String, SQLException> firstErrors = new ConcurrentHashMap<>();
    /** What runs now, by the thread that asked for it. */
    private final Map<Thread, Recorder> running = new ConcurrentHashMap<>();

    /** @param lockingReads whether SELECT ... FOR UPDATE is understood */
    Tally(boolean lockingReads) {
        this.lockingReads = lockingReads;
    }

    Attempt begin(Way way) {
        Recorder recorder = new Recorder(ids.incrementAndGet(), lockingReads && way.promised() == Level.READ_COMMITTED);
        running.put(Thread.currentThread(), recorder);
        return new Attempt(recorder, way);
    }

    void end(Attempt attempt) {
        attempts.add(attempt);
        if (attempt.outcome() == Txn.Outcome.COMMITTED) {
            committed.incrementAndGet();
        }
    }

    void error(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String name = state.equals("null") ? e.getClass().getSimpleName() + " " + e.getErrorCode() : state;
        errors.computeIfAbsent(name, key -> new AtomicInteger()).incrementAndGet();
        firstErrors.putIfAbsent(name, e);
    }

    int committed() {
        return committed.get();
    }

    int ended() {
        return attempts.size();
    }

    /** All that have ended. */
    Collection<Attempt> attempts() {
        return attempts;
    }

    Map<String, AtomicInteger> errors() {
        return errors;
    }

    /** The first of each kind. */
    Map<String, SQLException> firstErrors() {
        return firstErrors;
    }

    List<Recorder> running() {
        return new ArrayList<>(running.values());
    }

    /** Only when no client runs any more. */
    History history() {
        return new History(attempts.stream().map(Attempt::recorded).toList());
    }
}
