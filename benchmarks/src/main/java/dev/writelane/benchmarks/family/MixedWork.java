package dev.writelane.benchmarks.family;

import dev.writelane.benchmarks.contest.Kind;
import dev.writelane.benchmarks.contest.OpenRival;
import dev.writelane.benchmarks.contest.Task;
import dev.writelane.benchmarks.contest.Work;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;

/** Reads beside writes of the same table, all in autocommit. */
enum MixedWork implements Work {
    READS_ALONE("reads-alone", "reads alone", 0),
    MIX_99_1("99-1", "99 % reads, 1 % writes", 1),
    MIX_90_10("90-10", "90 % reads, 10 % writes", 10),
    MIX_50_50("50-50", "50 % reads, 50 % writes", 50),
    /** Every eighth thread writes and no other: no read is late because its own thread is in a write. */
    APART("apart", "7 of 8 threads read, 1 of 8 writes", 0) {
        @Override
        int writesOfHundred(int thread) {
            return thread % 8 == 0 ? 100 : 0;
        }
    },
    WRITES_ALONE("writes-alone", "short writes alone", 100),
    /** The first thread reports, again and again; the others write. */
    WRITES_BESIDE_REPORT("report", "short writes beside a long report", 100) {
        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
            if (thread > 0) {
                return super.task(rival, rows, thread, threads);
            }
            Items items = new Items(rows);
            return SeatTask.autocommit(this, rival, 1, (seat, connection, number) -> {
                items.report(seat, connection);
                return Kind.READ;
            });
        }
    };

    /** In the ids of heats. */
    final String id;

    private final String label;
    private final int writesOfHundred;

    MixedWork(String id, String label, int writesOfHundred) {
        this.id = id;
        this.label = label;
        this.writesOfHundred = writesOfHundred;
    }

    int writesOfHundred(int thread) {
        return writesOfHundred;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public void prepare(Path file, int rows) throws SQLException {
        Items.create(file, rows);
    }

    /** Which of both is drawn each time: threads do not march in step. */
    @Override
    public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
        Items items = new Items(rows);
        int writes = writesOfHundred(thread);
        return SeatTask.autocommit(this, rival, 1, (seat, connection, number) -> {
            if (ThreadLocalRandom.current().nextInt(100) < writes) {
                items.sellAny(seat, connection);
                return Kind.WRITE;
            }
            items.readAny(seat, connection);
            return Kind.READ;
        });
    }

    @Override
    public long missing(Path file, int rows, long changes) throws SQLException {
        return changes - Items.sold(file);
    }
}
