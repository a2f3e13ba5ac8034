package dev.writelane.benchmarks.family;

import dev.writelane.benchmarks.contest.Kind;
import dev.writelane.benchmarks.contest.OpenRival;
import dev.writelane.benchmarks.contest.Task;
import dev.writelane.benchmarks.contest.Work;
import java.nio.file.Path;
import java.sql.SQLException;

/** What is read. */
enum ReadWork implements Work {
    /** One row of three columns by its primary key, in autocommit; with Jdbi by useHandle. */
    POINT("point read") {
        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
            Items items = new Items(rows);
            if (rival.rival().isJdbi()) {
                return number -> {
                    items.readAny(rival.jdbi());
                    return Kind.READ;
                };
            }
            return SeatTask.autocommit(this, rival, 1, (seat, connection, number) -> {
                items.readAny(seat, connection);
                return Kind.READ;
            });
        }
    },
    /** In a transaction that could write: for everybody it takes the lock for writing. */
    TRANSACTION("100 point reads in a transaction") {
        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
            return SeatTask.transaction(this, rival, POINTS_OF_A_TRANSACTION, points(rows));
        }
    },
    READ_ONLY_TRANSACTION("100 point reads in a read-only transaction") {
        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
            return SeatTask.transaction(this, rival, POINTS_OF_A_TRANSACTION, points(rows));
        }

        @Override
        public boolean readOnly() {
            return true;
        }
    },
    READ_ONLY("point read, read-only connection") {
        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
            Items items = new Items(rows);
            return SeatTask.autocommit(this, rival, 1, (seat, connection, number) -> {
                items.readAny(seat, connection);
                return Kind.READ;
            });
        }

        @Override
        public boolean readOnly() {
            return true;
        }
    },
    TEN_COLUMNS("row of 10 columns") {
        @Override
        public void prepare(Path file, int rows) throws SQLException {
            Articles.create(file, rows);
        }

        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
            return SeatTask.autocommit(this, rival, 1, (seat, connection, number) -> {
                Articles.readAny(seat, connection, rows);
                return Kind.READ;
            });
        }
    },
    SCAN("1,000-row scan") {
        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
            Items items = new Items(rows);
            return SeatTask.autocommit(this, rival, 1, (seat, connection, number) -> {
                items.scan(seat, connection, 1_000);
                return Kind.READ;
            });
        }
    },
    RANGE("range, ORDER BY without an index, LIMIT 100") {
        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
            Items items = new Items(rows);
            return SeatTask.autocommit(this, rival, 1, (seat, connection, number) -> {
                items.range(seat, connection);
                return Kind.READ;
            });
        }
    };

    private final String label;

    ReadWork(String label) {
        this.label = label;
    }

    private static final int POINTS_OF_A_TRANSACTION = 100;

    private static SeatTask.Operation points(int rows) {
        Items items = new Items(rows);
        return (seat, connection, number) -> {
            for (int i = 0; i < POINTS_OF_A_TRANSACTION; i++) {
                items.readAny(seat, connection);
            }
            return Kind.READ;
        };
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public void prepare(Path file, int rows) throws SQLException {
        Items.create(file, rows);
        if (readOnly()) {
            Stock.useWriteAheadLog(file);
        }
    }
}
