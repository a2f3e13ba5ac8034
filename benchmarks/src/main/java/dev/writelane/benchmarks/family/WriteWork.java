package dev.writelane.benchmarks.family;

import dev.writelane.benchmarks.contest.Kind;
import dev.writelane.benchmarks.contest.OpenRival;
import dev.writelane.benchmarks.contest.Pipelined;
import dev.writelane.benchmarks.contest.Rival;
import dev.writelane.benchmarks.contest.Seat;
import dev.writelane.benchmarks.contest.Task;
import dev.writelane.benchmarks.contest.Work;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Jdbi;

/** What is written. The rows of a heat are those of the counters; entries are added to a table that is empty at first. */
enum WriteWork implements Work {
    INSERT("one-row insert, autocommit") {
        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
            return SeatTask.autocommit(this, rival, 1, inserts(thread, 1));
        }
    },
    /** Also by writeAsync, so many in flight of all threads together, and by Jdbi's useTransaction. */
    INSERT_TRANSACTION("one-row insert in a transaction") {
        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
            if (rival.rival() == Rival.WRITELANE_ASYNC) {
                return futures(rival, thread, Math.max(1, IN_FLIGHT / threads));
            }
            return rival.rival().isJdbi()
                    ? jdbi(rival.jdbi(), thread)
                    : SeatTask.transaction(this, rival, 1, inserts(thread, 1));
        }
    },
    INSERTS("1,000 inserts in a transaction") {
        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
            return SeatTask.transaction(this, rival, 1_000, inserts(thread, 1_000));
        }
    },
    BATCH("batch of 100") {
        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
            return SeatTask.transaction(this, rival, 100, (seat, connection, number) -> {
                seat.use(connection, INSERT_ENTRY, statement -> {
                    for (int i = 0; i < 100; i++) {
                        bind(statement, thread, number);
                        statement.addBatch();
                    }
                    if (statement.executeBatch().length != 100) {
                        throw new IllegalStateException("the batch is not complete");
                    }
                });
                return Kind.WRITE;
            });
        }
    },
    /** SELECT, then UPDATE with what was read: two at once would lose an update if they were let. */
    INCREMENT("read-modify-write in a transaction") {
        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
            return SeatTask.transaction(this, rival, 1, (seat, connection, number) -> {
                int id = anyCounter(rows);
                writeCounter(seat, connection, id, readCounter(seat, connection, id) + 1);
                return Kind.WRITE;
            });
        }

        @Override
        public long missing(Path file, int rows, long changes) throws SQLException {
            return changes - counted(file);
        }
    },
    UPSERT("upsert with RETURNING") {
        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
            return SeatTask.autocommit(this, rival, 1, (seat, connection, number) -> {
                seat.use(connection, UPSERT_COUNTER, statement -> {
                    statement.setInt(1, anyCounter(rows));
                    try (ResultSet row = statement.executeQuery()) {
                        if (!row.next() || row.getLong(1) < 1 || row.next()) {
                            throw new IllegalStateException("the upsert did not return its row");
                        }
                    }
                });
                return Kind.WRITE;
            });
        }

        @Override
        public long missing(Path file, int rows, long changes) throws SQLException {
            return changes - counted(file);
        }
    };

    private static final String INSERT_ENTRY = "INSERT INTO entry (writer, number, body) VALUES (?, ?, ?)";
    private static final String READ_COUNTER = "SELECT n FROM counter WHERE id = ?";
    private static final String WRITE_COUNTER = "UPDATE counter SET n = ? WHERE id = ?";
    private static final String UPSERT_COUNTER =
            "INSERT INTO counter (id, n) VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET n = n + 1 RETURNING n";

    static final int IN_FLIGHT = 512;

    private final String label;

    WriteWork(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public void prepare(Path file, int rows) throws SQLException {
        Stock.run(
                file,
                "CREATE TABLE entry (id INTEGER PRIMARY KEY, writer INTEGER, number INTEGER, body TEXT)",
                "CREATE TABLE counter (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)",
                "WITH RECURSIVE number(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM number WHERE n < " + rows + ")"
                        + " INSERT INTO counter SELECT n, 0 FROM number");
    }

    @Override
    public long missing(Path file, int rows, long changes) throws SQLException {
        return changes - Stock.number(file, "SELECT count(*) FROM entry");
    }

    private static SeatTask.Operation inserts(int thread, int count) {
        return (seat, connection, number) -> {
            for (int i = 0; i < count; i++) {
                seat.use(connection, INSERT_ENTRY, statement -> {
                    bind(statement, thread, number);
                    requireOne(statement.executeUpdate());
                });
            }
            return Kind.WRITE;
        };
    }

    private static Task futures(OpenRival rival, int thread, int inFlight) {
        return new Pipelined() {
            @Override
            public int inFlight() {
                return inFlight;
            }

            @Override
            public CompletableFuture<Kind> begin(long number) {
                return rival.database().writeAsync(connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(INSERT_ENTRY)) {
                        bind(statement, thread, number);
                        requireOne(statement.executeUpdate());
                    }
                    return Kind.WRITE;
                });
            }
        };
    }

    private static Task jdbi(Jdbi jdbi, int thread) {
        return number -> {
            jdbi.useTransaction(handle -> requireOne(handle.createUpdate(INSERT_ENTRY)
                    .bind(0, thread)
                    .bind(1, number)
                    .bind(2, body(thread, number))
                    .execute()));
            return Kind.WRITE;
        };
    }

    private static void bind(PreparedStatement statement, int thread, long number) throws SQLException {
        statement.setInt(1, thread);
        statement.setLong(2, number);
        statement.setString(3, body(thread, number));
    }

    private static String body(int thread, long number) {
        return "row " + number + " of writer " + thread;
    }

    private static void requireOne(int changed) {
        if (changed != 1) {
            throw new IllegalStateException(changed + " rows were changed instead of one");
        }
    }

    private static int anyCounter(int rows) {
        return ThreadLocalRandom.current().nextInt(rows) + 1;
    }

    private static long readCounter(Seat seat, Connection connection, int id) throws SQLException {
        long[] n = new long[1];
        seat.use(connection, READ_COUNTER, statement -> {
            statement.setInt(1, id);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("counter " + id + " is not there");
                }
                n[0] = row.getLong(1);
            }
        });
        return n[0];
    }

    private static void writeCounter(Seat seat, Connection connection, int id, long n) throws SQLException {
        seat.use(connection, WRITE_COUNTER, statement -> {
            statement.setLong(1, n);
            statement.setInt(2, id);
            requireOne(statement.executeUpdate());
        });
    }

    private static long counted(Path file) throws SQLException {
        return Stock.number(file, "SELECT sum(n) FROM counter");
    }
}
